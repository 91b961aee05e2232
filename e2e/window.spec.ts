/** The window itself: one copy, a log from tomorrow, every screen for everyone, keys and motion. */
import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { environment, expect, root, test } from './support/launch.ts';
import { answerFolderDialog, makeRepository } from './support/repository.ts';
import { board, events, expectStatus, rail } from './support/screens.ts';
import { visit } from './support/visit.ts';

test('a second copy brings the first to the front and ends', async ({ launch }) => {
  const { app, page, dataDir } = await launch();
  await expect(board(page)).toBeVisible();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const noSandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const second = spawn(String(createRequire(import.meta.url)('electron')), ['.', ...noSandbox], {
    cwd: root,
    env: environment(dataDir),
    stdio: 'ignore',
  });
  const code = await new Promise<number | null>((resolve, reject) => second.once('exit', resolve).once('error', reject));
  expect(code).toBe(0);
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible())))
    .toEqual([true]);
  await expect(page.getByRole('button', { name: 'Run the demo' })).toBeVisible();
});

test('a log that a newer version wrote can be read, is not changed, and that is said', async ({ launch, temporaryFolder }) => {
  const dataDir = temporaryFolder('profile');
  const first = await launch({ dataDir });
  await first.page.getByRole('button', { name: 'Run the demo' }).click();
  await expect(events(first.page).getByText('Sandbox ready')).toBeVisible({ timeout: 30_000 });
  await first.page.getByRole('button', { name: 'Stop' }).click();
  await expectStatus(first.page, 'waiting');
  await first.close();
  const file = join(dataDir, 'log.db');
  const db = new Database(file);
  db.pragma(`user_version = ${Number(db.pragma('user_version', { simple: true })) + 1}`);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const hash = (): string => createHash('sha256').update(readFileSync(file)).digest('hex');
  const before = hash();

  const { page, close } = await launch({ dataDir });
  await expect(page.getByRole('alert')).toContainText('The log was written by a newer version of Drover');
  await expect(page.getByRole('alert')).toContainText('Update Drover');
  await board(page).getByRole('button', { name: 'Read durations with several units' }).click();
  await expect(events(page).getByText('Dispatched')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Run the demo');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status', { name: 'Notices' }).getByRole('alert')).toContainText('newer version');
  expect(await page.evaluate(async () => (await window.drover.call('sessions.list', undefined)).ok)).toBe(true);
  await close();
  expect(hash()).toBe(before);
});

test('every screen at both sizes in both themes: nothing serious for axe, nothing sticks out', async ({ launch, temporaryFolder }) => {
  test.setTimeout(240_000);
  const broken = '---\ntitle: Broken\ncriteria:\n  - id: one\n    kind: magic\n---\n\nA goal.\n';
  const project = makeRepository(temporaryFolder('project'), { 'README.md': 'hello\n', '.drover/specs/broken.md': broken });
  const { app, page } = await launch();
  await visit(app, page, [['first-run', async () => expect(page.getByRole('button', { name: 'Run the demo' })).toBeVisible()]]);
  await page.getByRole('button', { name: 'Run the demo' }).click();
  await expectStatus(page, 'passed');
  await rail(page, 'Board');
  await answerFolderDialog(app, project);
  await page.getByRole('button', { name: 'Open a repository' }).click();
  await expect(board(page).getByRole('region', { name: 'Drafts' }).getByRole('article')).toHaveCount(1);

  const demo = async (tab: string): Promise<void> => {
    await rail(page, 'Sessions');
    await page.getByRole('button', { name: 'Read durations with several units' }).first().click();
    await page.getByRole('tab', { name: tab }).click();
  };
  const settings = async (tab: string): Promise<void> => {
    await rail(page, 'Settings');
    await page.getByRole('tab', { name: tab }).click();
  };
  const leave = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };
  await visit(app, page, [
    ['board', () => rail(page, 'Board')],
    [
      'spec-file',
      () =>
        board(page)
          .getByRole('button', { name: /broken/i })
          .click(),
    ],
    [
      'spec-cards',
      async () => {
        await page.keyboard.press('Control+k');
        await page.keyboard.type('Read durations with several Specs');
        await page.getByRole('option', { name: /Read durations.*demo-project/ }).click();
        await expect(page.getByRole('article', { name: 'Criterion checks' })).toBeVisible();
      },
    ],
    ['sessions', () => rail(page, 'Sessions')],
    ['import', () => page.getByRole('button', { name: 'Import…' }).click(), leave],
    ['search', () => rail(page, 'Search')],
    [
      'search-hits',
      async () => {
        await page.getByRole('searchbox').fill('duration type:agent');
        await expect(page.getByRole('region', { name: 'Hits' }).getByRole('button').first()).toBeVisible();
      },
    ],
    ['timeline', () => demo('Timeline')],
    ['changes', () => demo('Changes')],
    ['verdict', () => demo('Verdict')],
    [
      'verdict-evidence',
      async () => {
        const evidence = page.getByRole('region', { name: 'Criteria' }).getByRole('button', { name: /All checks pass/ });
        await evidence.click();
        await expect(evidence).toHaveAttribute('aria-expanded', 'true');
      },
    ],
    ['accept', () => page.getByRole('button', { name: 'Accept' }).click(), leave],
    ['reject', () => page.getByRole('button', { name: 'Reject' }).click(), leave],
    ['providers', () => settings('Providers')],
    ['add-provider', () => page.getByRole('button', { name: 'Add provider' }).click(), leave],
    ['targets', () => settings('Targets')],
    ['add-target', () => page.getByRole('button', { name: 'Add target' }).click(), leave],
    ['repositories', () => settings('Repositories')],
    ['appearance', () => settings('Appearance')],
    ['about', () => settings('About')],
    ['palette', () => page.keyboard.press('Control+k'), leave],
    ['keys', () => page.keyboard.press('?'), leave],
  ]);
});

test('everything by name, and the map of keys', async ({ launch }) => {
  const { page } = await launch();
  await expect(board(page)).toBeVisible();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Find anything' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('providers?');
  await expect(palette.getByText('Nothing has this name.')).toBeVisible();
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Providers' })).toBeVisible();
  await expect(palette).toHaveCount(0);

  await page.keyboard.press('?');
  const map = page.getByRole('dialog', { name: 'Keys' });
  await expect(map.getByText('Find anything')).toBeVisible();
  await expect(map.getByText('Accept', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(map).toHaveCount(0);
  await expect(page.getByRole('main', { name: 'Settings' }), 'Escape left the map alone').toBeVisible();
  await page.keyboard.press('Escape');
  await expect(board(page)).toBeVisible();

  // In a text field the same key is a letter.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('?');
  await expect(palette.getByRole('combobox')).toHaveValue('?');
  await expect(map).toHaveCount(0);
});

test('a theme chosen in the palette is there at once, and after a restart', async ({ launch, temporaryFolder }) => {
  const dataDir = temporaryFolder('profile');
  const { page, close } = await launch({ dataDir });
  await expect(board(page)).toBeVisible();
  const chosen = () => page.evaluate(() => document.documentElement.dataset['theme'] ?? 'system');
  for (const next of ['dark', 'light', 'system', 'dark']) {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(`Switch to the ${next}`);
    await page.keyboard.press('Enter');
    await expect.poll(chosen).toBe(next);
  }
  await close();
  const again = await launch({ dataDir });
  await expect.poll(() => again.page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
});

test('what is copied is on the clipboard', async ({ launch }) => {
  const { app, page, dataDir } = await launch();
  await rail(page, 'Settings');
  await page.getByRole('tab', { name: 'About' }).click();
  await page.getByRole('button', { name: 'Copy the path' }).click();
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe(dataDir);
});

test('with reduced motion nothing moves while a session runs', async ({ launch }) => {
  const { page } = await launch();
  await page.getByRole('button', { name: 'Run the demo' }).click();
  await expectStatus(page, 'running');
  const moving = () => page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === 'running').length);
  await expect.poll(moving, 'without it, the running state breathes').toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(moving).toBe(0);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expectStatus(page, 'waiting');
});
