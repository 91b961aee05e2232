/** A provider's key goes into the main process and out to its provider, and nowhere else. */
import type { Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test as base } from './support/launch.ts';
import { keyringMissing, startKeyring } from './support/keyring.ts';
import { startRefusingProvider, type RefusingProvider } from './support/provider.ts';
import { answerFolderDialog, copyDemoProject } from './support/repository.ts';
import { board, choose, events, expectStatus } from './support/screens.ts';

const test = base.extend<{ provider: RefusingProvider }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from its first argument's pattern
  provider: async ({}, use) => {
    const provider = await startRefusingProvider();
    await use(provider);
    provider.close();
  },
});

test('a key is in no file, no other process and not in the window, even when the provider says it back', async ({
  launch,
  temporaryFolder,
  provider,
}) => {
  const canary = newCanary();
  const { app, page, dataDir } = await launch();
  const project = copyDemoProject(temporaryFolder('project'));
  await answerFolderDialog(app, project);

  await openSettings(page);
  await expect(page.getByText('Keys last for this run only.')).toBeVisible();
  await addProvider(page, provider.baseURL, canary);
  const row = page.getByRole('article', { name: 'Canary' });
  await expect(row.getByText('key for this run')).toBeVisible();
  await row.getByRole('button', { name: 'Test' }).click();
  await expect(row.getByRole('alert')).toBeVisible();
  expect(new Set(provider.keys)).toEqual(new Set([canary]));
  await expectNotIn(page, canary);

  await row.getByRole('button', { name: 'Edit Canary' }).click();
  const key = page.getByRole('dialog').getByLabel('Key');
  await expect(key).toHaveValue('');
  await expect(key).toHaveAttribute('placeholder', 'unchanged');
  await page.keyboard.press('Escape');

  // A session that has a sandbox and a request under way, then a refusal in its log.
  await page.getByRole('button', { name: 'Board', exact: true }).click();
  await page.getByRole('button', { name: 'Open a repository' }).click();
  await board(page).getByRole('button', { name: 'Read durations with several units' }).click();
  await choose(page, 'Model', /canary-model/);
  const asked = provider.keys.length;
  provider.hold();
  await page.getByRole('button', { name: 'Dispatch' }).click();
  await expect.poll(() => provider.keys.length, { timeout: 30_000 }).toBeGreaterThan(asked);
  await expect(events(page).getByText('Sandbox ready')).toBeVisible();
  expect(processesWith(canary)).toEqual([]);
  provider.release();
  await expectStatus(page, 'waiting');
  await expectNotIn(page, canary);

  await app.close();
  expect(existsSync(join(dataDir, 'log.db'))).toBe(true);
  expect(filesWith(dataDir, canary)).toEqual([]);
  expect(filesWith(project, canary)).toEqual([]);
});

test('with a keyring a key outlives the application and is on the disk only encrypted', async ({ launch, temporaryFolder, provider }) => {
  const missing = process.platform === 'linux' ? keyringMissing() : 'the keyring of this system is the user’s own';
  test.skip(missing !== null, missing ?? '');
  const canary = newCanary();
  const keyring = await startKeyring(temporaryFolder('keyring'));
  try {
    const dataDir = temporaryFolder('profile');
    // The path by hand: with its own way of finding Electron, Playwright forces --password-store=basic.
    const executablePath = String(createRequire(import.meta.url)('electron'));
    const options = { dataDir, env: keyring.env, executablePath, args: ['--password-store=gnome-libsecret'] };
    const first = await launch(options);
    await openSettings(first.page);
    await expect(first.page.getByText('Keys last for this run only.')).toHaveCount(0);
    await addProvider(first.page, provider.baseURL, canary);
    await expect(first.page.getByRole('article', { name: 'Canary' }).getByText('key in the keyring')).toBeVisible();
    await first.close();
    expect(existsSync(join(dataDir, 'vault.json'))).toBe(true);
    expect(filesWith(dataDir, canary)).toEqual([]);

    const second = await launch(options);
    await openSettings(second.page);
    const row = second.page.getByRole('article', { name: 'Canary' });
    await expect(row.getByText('key in the keyring')).toBeVisible();
    await row.getByRole('button', { name: 'Test' }).click();
    await expect(row.getByRole('alert')).toBeVisible();
    expect(new Set(provider.keys)).toEqual(new Set([canary]));
    await expectNotIn(second.page, canary);
    await second.close();
    expect(filesWith(dataDir, canary)).toEqual([]);
  } finally {
    keyring.close();
  }
});

/** A key that can be found wherever it is written. */
function newCanary(): string {
  return `sk-canary+${randomBytes(16).toString('hex')}`;
}

async function openSettings(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Providers' })).toBeVisible();
}

async function addProvider(page: Page, baseURL: string, key: string): Promise<void> {
  await page.getByRole('button', { name: 'Add provider' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add provider' });
  await dialog.getByLabel('Name').fill('Canary');
  await dialog.getByLabel('Address').fill(baseURL);
  await dialog.getByLabel('Key').fill(key);
  await dialog.getByLabel('Model id').fill('canary-model');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
}

/** How a key may be written down. */
function forms(key: string): string[] {
  const bytes = Buffer.from(key);
  // Base64 of text in the middle of other text begins at one of three places; the inner part is the same.
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [key, encodeURIComponent(key), bytes.toString('hex'), bytes.toString('utf16le'), key.slice(-24), ...shifted];
}

/** Everything that the window shows, keeps or is answered. */
async function expectNotIn(page: Page, key: string): Promise<void> {
  const seen = await page.evaluate(async () => {
    const answers: unknown[] = [];
    for (const channel of ['about.get', 'settings.get', 'projects.list', 'ssh.hosts'] as const)
      answers.push(await window.drover.call(channel, undefined));
    const sessions = await window.drover.call('sessions.list', undefined);
    answers.push(sessions);
    for (const { id } of sessions.ok ? sessions.value : [])
      answers.push(await window.drover.call('session.events', { session: id, from: 1, limit: 1000 }));
    const fields = [...document.querySelectorAll('input,textarea')].map((field) => (field as HTMLInputElement).value);
    const kept = [localStorage, sessionStorage].map((storage) => Object.entries(storage));
    return JSON.stringify([document.documentElement.outerHTML, fields, kept, answers]);
  });
  for (const form of forms(key)) expect(seen.includes(form), `the window holds ${form}`).toBe(false);
}

function filesWith(folder: string, key: string): string[] {
  const needles = forms(key).map((form) => Buffer.from(form));
  needles.push(Buffer.from(key, 'utf16le'));
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file);
      return needles.some((needle) => bytes.includes(needle));
    });
}

/** Processes of this machine whose arguments or environment hold the key. Where there is no /proc, none is found. */
function processesWith(key: string): string[] {
  if (!existsSync('/proc/self/environ')) return [];
  const read = (file: string): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return ''; // It ended meanwhile, or is another user's.
    }
  };
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) =>
      [read(`/proc/${pid}/cmdline`), read(`/proc/${pid}/environ`)].some((text) => forms(key).some((form) => text.includes(form))),
    );
}
