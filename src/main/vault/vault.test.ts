import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { safeStorageCipher } from './safe-storage.ts';
import { createVault, type Cipher } from './vault.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drover-vault-'));
  file = join(folder, 'data', 'vault.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A keyring of its own: what one encrypts another cannot read. */
function keyring(key = randomBytes(32)): Cipher {
  return {
    available: () => ({ ok: true }),
    encrypt(text) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    decrypt(blob) {
      const cipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, 12)).setAuthTag(blob.subarray(-16));
      return cipher.update(blob.subarray(12, -16)).toString('utf8') + cipher.final('utf8');
    },
  };
}

const SECRET = 'sk-ant-api03-Zm9v+/=?&%äöü"\\';

test('a key is stored encrypted, for its owner alone, and is there after a restart', async () => {
  const cipher = keyring();
  const vault = createVault({ file, cipher });
  expect(vault.where('provider:a')).toBe('none');
  expect(await vault.set('provider:a', SECRET)).toBe('stored');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).not.toContain('sk-ant');
  const next = createVault({ file, cipher });
  expect([next.get('provider:a'), next.where('provider:a'), next.get('provider:b')]).toEqual([SECRET, 'stored', undefined]);
  await next.remove('provider:a');
  expect(createVault({ file, cipher }).where('provider:a')).toBe('none');
});

test('without a keyring a key is for this run only, and says so', async () => {
  for (const cipher of [null, { ...keyring(), available: () => ({ ok: false as const, reason: 'locked' }) }]) {
    const vault = createVault({ file, cipher });
    expect(await vault.set('provider:a', SECRET)).toBe('memory');
    expect([vault.get('provider:a'), vault.where('provider:a')]).toEqual([SECRET, 'memory']);
    expect(vault.keyring()).toEqual({ available: false, reason: cipher === null ? expect.stringMatching(/this run only/) : 'locked' });
    expect(existsSync(file)).toBe(false);
    await vault.remove('provider:a');
    expect(vault.where('provider:a')).toBe('none');
  }
});

test("another login's keyring: the key counts as none, and others stay readable", async () => {
  const cipher = keyring();
  await createVault({ file, cipher: keyring() }).set('provider:old', SECRET);
  const vault = createVault({ file, cipher });
  expect(vault.problems).toMatchObject([
    { what: expect.stringMatching(/cannot be read with the keyring/) as string, where: 'provider:old' },
  ]);
  expect(vault.where('provider:old')).toBe('none');
  await vault.set('provider:new', 'another key');
  await vault.set('provider:old', SECRET);
  const next = createVault({ file, cipher });
  expect([next.problems, next.get('provider:old'), next.get('provider:new')]).toEqual([[], SECRET, 'another key']);
});

test('a keyring that is locked this time loses nothing', async () => {
  const cipher = keyring();
  await createVault({ file, cipher }).set('provider:a', SECRET);
  const locked = createVault({ file, cipher: { ...cipher, available: () => ({ ok: false, reason: 'locked' }) } });
  expect(locked.where('provider:a')).toBe('none');
  await locked.set('provider:a', 'for now');
  expect(createVault({ file, cipher }).get('provider:a')).toBe(SECRET);
});

test('a file that cannot be understood is kept aside', async () => {
  const cipher = keyring();
  await createVault({ file, cipher }).set('provider:a', SECRET);
  writeFileSync(file, '{"version": 1, "keys": {"a": 3}}');
  const vault = createVault({ file, cipher });
  expect(vault.problems).toHaveLength(1);
  await vault.set('provider:b', SECRET);
  expect(createVault({ file, cipher }).get('provider:b')).toBe(SECRET);
});

describe('mask', () => {
  test('takes every known key out, however it is written', async () => {
    const vault = createVault({ file, cipher: keyring() });
    await vault.set('provider:a', SECRET);
    await vault.set('provider:b', `${SECRET}-and-more`);
    const base64 = Buffer.from(SECRET).toString('base64');
    const texts = [
      SECRET,
      `${SECRET}-and-more`,
      JSON.stringify({ key: SECRET }),
      encodeURIComponent(SECRET),
      base64,
      Buffer.from(SECRET).toString('hex'),
      `Basic ${Buffer.from(`user:${SECRET}`).toString('base64')}`,
      Buffer.from(SECRET).toString('base64url'),
    ];
    for (const text of texts) {
      const masked = vault.mask(`before ${text} after`);
      expect(masked).toMatch(/^before .*•••.* after$/);
      expect(masked).not.toContain('sk-ant');
      expect(masked).not.toContain(base64.slice(4, 20));
    }
    await vault.remove('provider:a');
    await vault.remove('provider:b');
    expect(vault.mask(SECRET)).toBe(SECRET);
  });

  test('a key inside anything in Base64 is not readable from what is left', () => {
    const vault = createVault({ file, cipher: null });
    const secret = 'sk-0123456789abcdef0123456789abcdef';
    void vault.set('a', secret);
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const masked = vault.mask(Buffer.from(before + secret + after).toString('base64'));
        expect(masked).toContain('•••');
      }),
    );
  });

  test('text without a key, and a key too short to be one, are left as they are', async () => {
    const vault = createVault({ file, cipher: null });
    await vault.set('a', 'none');
    expect(vault.mask('none of it')).toBe('none of it');
  });
});

test('the plain-text fallback of Electron is refused, and a real keyring is not', () => {
  const storage = (encryption: boolean, backend: string) =>
    ({
      isEncryptionAvailable: () => encryption,
      getSelectedStorageBackend: () => backend,
      encryptString: (text: string) => Buffer.from(text),
      decryptString: String,
    }) as unknown as Parameters<typeof safeStorageCipher>[0]; // what the adapter uses of it
  expect(safeStorageCipher(storage(false, 'basic_text')).available()).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/no keyring/) as string,
  });
  expect(safeStorageCipher(storage(true, 'gnome_libsecret')).available()).toEqual({ ok: true });
  if (process.platform === 'linux')
    expect(safeStorageCipher(storage(true, 'basic_text')).available()).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/plain text/) as string,
    });
});
