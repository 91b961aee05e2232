/** Keys of providers. They live here and in the main process; the window, the log and the sandboxes never see one. */
import { ProblemError, type Problem } from '../../shared/problem.ts';
import { maskWith } from './mask-with.ts';
import { secretForms } from './secret-forms.ts';
import { readVaultFile, writeVaultFile } from './vault-file.ts';

/** The system's keyring. Each method but `available` may throw. */
export interface Cipher {
  available(): { ok: true } | { ok: false; reason: string };
  encrypt(text: string): Buffer;
  decrypt(blob: Buffer): string;
}

export interface Vault {
  get(name: string): string | undefined;
  /** Keeps a key: encrypted on disk where there is a keyring, else in memory for this run. */
  set(name: string, value: string): Promise<'stored' | 'memory'>;
  remove(name: string): Promise<void>;
  where(name: string): 'stored' | 'memory' | 'none';
  keyring(): { available: boolean; reason: string };
  /** Keys that could not be read when the vault was opened; they count as none. */
  readonly problems: readonly Problem[];
  /** The text without any key that the vault knows, however it is written: `•••` in its place. */
  mask(text: string): string;
  /** All that `mask` looks for, for a thread of this process that masks on its own. */
  secrets(): readonly string[];
}

/**
 * @param options.file holds encrypted keys and nothing else; made when the first one is stored
 * @param options.cipher null where there is no keyring at all (the terminal): every key is for this run only
 * Electron's cipher is usable only once the application is ready.
 */
export function createVault(options: { file: string; cipher: Cipher | null }): Vault {
  const { file, cipher } = options;
  const keyring = available(cipher);
  const blobs = readVaultFile(file);
  const stored = new Map<string, string>();
  const memory = new Map<string, string>();
  const problems = [...blobs.problems];
  let forms: readonly string[] | undefined;

  for (const [name, blob] of keyring.available ? blobs.keys : []) {
    const value = decrypt(cipher, blob);
    if (value === undefined) problems.push(unreadable(name));
    else stored.set(name, value);
  }

  const secrets = (): readonly string[] => (forms ??= secretForms([...stored.values(), ...memory.values()]));

  return {
    problems,
    get: (name) => memory.get(name) ?? stored.get(name),
    where: (name) => (memory.has(name) ? 'memory' : stored.has(name) ? 'stored' : 'none'),
    keyring: () => keyring,
    async set(name, value) {
      forms = undefined;
      if (!keyring.available || cipher === null) {
        memory.set(name, value);
        return 'memory';
      }
      const keys = new Map(blobs.keys).set(name, cipher.encrypt(value));
      await writeVaultFile(file, keys);
      blobs.keys = keys;
      stored.set(name, value);
      memory.delete(name);
      return 'stored';
    },
    async remove(name) {
      memory.delete(name);
      if (blobs.keys.has(name)) {
        const keys = new Map(blobs.keys);
        keys.delete(name);
        await writeVaultFile(file, keys);
        blobs.keys = keys;
      }
      stored.delete(name);
      forms = undefined;
    },
    mask: (text) => maskWith(secrets())(text),
    secrets,
  };
}

function available(cipher: Cipher | null): { available: boolean; reason: string } {
  const state = cipher?.available() ?? { ok: false as const, reason: 'Keys given here are kept in memory, for this run only.' };
  return state.ok ? { available: true, reason: '' } : { available: false, reason: state.reason };
}

function decrypt(cipher: Cipher | null, blob: Buffer): string | undefined {
  try {
    return cipher?.decrypt(blob);
  } catch {
    return undefined; // another keyring's, or damaged; what it throws could quote the blob
  }
}

function unreadable(name: string): Problem {
  return new ProblemError({
    what: 'A stored key cannot be read with the keyring of this login',
    where: name,
    todo: 'Enter the key again in Settings.',
  }).problem;
}
