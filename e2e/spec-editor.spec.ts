/** A spec from an empty editor to a dispatched session, its file on the disk, and what is said when something is wrong. */
import type { ElectronApplication, Page } from '@playwright/test';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSpec } from '../src/shared/spec-text.ts';
import { expect, test } from './support/launch.ts';
import { answerFolderDialog, git, makeRepository, write } from './support/repository.ts';
import { board, choose, codeOf, expectStatus, SESSION_LIMIT_MS } from './support/screens.ts';

test('a spec made of cards is the file on the disk, and Ctrl+Enter dispatches it from HEAD', async ({ launch, temporaryFolder }) => {
  const project = makeRepository(temporaryFolder('project'), { 'README.md': 'as committed\n' });
  write(project, 'README.md', 'changed since\n');
  const { app, page } = await launch();
  await open(app, page, project);
  await board(page).getByRole('button', { name: 'New spec' }).click();

  await page.getByLabel('Title').first().fill('Write down a thought: briefly');
  await page.getByRole('textbox', { name: 'Goal' }).fill('Put a thought into `notes.txt`.\n\n- one line is enough');
  const first = page.getByRole('article', { name: 'Criterion command-1' });
  await first.getByLabel('Command').fill('cat README.md notes.txt');
  await first.getByRole('button', { name: 'More about this criterion' }).click();
  await first.getByLabel('Title').fill('Both files are there');
  await first.getByLabel('Output matches').fill('^as committed$');
  await first.getByLabel('Time limit, s').fill('45');
  await page.getByRole('button', { name: 'File', exact: true }).click();
  const second = page.getByRole('article', { name: 'Criterion file-1' });
  await second.getByLabel('Path').fill('notes.txt');
  await second.getByRole('button', { name: 'More about this criterion' }).click();
  await second.getByLabel('Text matches').fill('thought');
  await page.getByRole('button', { name: 'Command', exact: true }).click();
  const third = page.getByRole('article', { name: 'Criterion command-2' });
  await third.getByLabel('Command').fill('test ! -e secrets.txt');
  await third.getByRole('button', { name: 'Held out' }).click();
  await page.getByRole('button', { name: 'File', exact: true }).click();
  const fourth = page.getByRole('article', { name: 'Criterion file-2' });
  await fourth.getByLabel('Path').fill('draft.txt');
  await fourth.getByRole('combobox', { name: 'The file' }).click();
  await page.getByRole('option', { name: 'is not there' }).click();
  await fourth.getByRole('button', { name: 'Must hold' }).click();
  await page.getByLabel('Minutes').fill('7');
  await page.getByLabel('Tries').fill('2');
  await page.getByLabel('Dollars').fill('0.5');
  await expect(page.getByText('1 uncommitted change is left out')).toBeVisible();
  await expect(page.getByText('not saved')).toBeVisible();

  await page.keyboard.press('Control+s');
  await expect(page.getByText('not saved')).toHaveCount(0);
  const file = join(project, '.drover', 'specs', 'write-down-a-thought-briefly.md');
  const text = readFileSync(file, 'utf8');
  expect(readdirSync(join(project, '.drover', 'specs'))).toEqual(['write-down-a-thought-briefly.md']);
  expect(parseSpec(text)).toEqual({
    ok: true,
    spec: {
      title: 'Write down a thought: briefly',
      goal: 'Put a thought into `notes.txt`.\n\n- one line is enough',
      criteria: [
        {
          id: 'command-1',
          kind: 'command',
          title: 'Both files are there',
          run: 'cat README.md notes.txt',
          output: '^as committed$',
          exitCode: 0,
          timeoutSeconds: 45,
          visibility: 'shown',
          weight: 'must',
        },
        { id: 'file-1', kind: 'file', path: 'notes.txt', exists: true, matches: 'thought', visibility: 'shown', weight: 'must' },
        {
          id: 'command-2',
          kind: 'command',
          run: 'test ! -e secrets.txt',
          exitCode: 0,
          timeoutSeconds: 300,
          visibility: 'held_out',
          weight: 'must',
        },
        { id: 'file-2', kind: 'file', path: 'draft.txt', exists: false, visibility: 'shown', weight: 'should' },
      ],
      budget: { minutes: 7, iterations: 2, usd: 0.5 },
    },
  });
  await page.getByRole('button', { name: 'View file' }).click();
  await expect.poll(() => codeOf(page, /^Text of/)).toBe(text);
  await page.getByRole('button', { name: 'View cards' }).click();
  await expect(third.getByRole('button', { name: 'Held out' })).toHaveAttribute('aria-pressed', 'true');
  // The spec itself travels with the dispatch: its new file is no change that is left out.
  await expect(page.getByText('1 uncommitted change is left out')).toBeVisible();

  await choose(page, 'Model', /never-passes/);
  await page.getByRole('textbox', { name: 'Goal' }).press('Control+Enter');
  // One of them holds on the base already.
  const warning = page.getByRole('dialog', { name: 'A criterion already passes on the base' });
  await expect(warning).toContainText('command-2', { timeout: SESSION_LIMIT_MS });
  await expect(warning.getByRole('listitem')).toHaveCount(1);
  await warning.getByRole('button', { name: 'Dispatch anyway' }).click();
  await expect(page.getByRole('heading', { name: 'Write down a thought: briefly', level: 1 })).toBeVisible();
  await expectStatus(page, 'passed');
  await expect(page.getByText('uncommitted changes left out').first()).toBeVisible();
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(git(project, 'status', '--porcelain').split('\n')).toEqual(['M README.md', '?? .drover/']);
});

test('an unfinished spec is not dispatched and says what is missing, where it is missing', async ({ launch, temporaryFolder }) => {
  const project = makeRepository(temporaryFolder('project'), { 'README.md': 'hello\n' });
  const { app, page } = await launch();
  await open(app, page, project);
  await page.keyboard.press('Control+n');
  await expect(page.getByLabel('Title')).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert')).toContainText('Fill in what is marked');
  await expect(page.getByText('A spec needs a title.')).toBeVisible();
  await page.getByRole('button', { name: 'Remove this criterion' }).click();
  await page.getByLabel('Title').fill('Something');
  await expect(page.getByText('Add at least one criterion.')).toBeVisible();
  await expect(page.getByText('A spec needs a title.')).toHaveCount(0);
  // What was typed outlives the screen.
  await page.getByRole('button', { name: 'Board', exact: true }).click();
  await page.keyboard.press('Control+n');
  await expect(page.getByLabel('Title')).toHaveValue('Something');
  expect(await page.evaluate(() => window.drover.call('sessions.list', undefined))).toEqual({ ok: true, value: [] });
});

test('a broken file shows its mistakes at their lines; a file changed by another is not overwritten', async ({
  launch,
  temporaryFolder,
}) => {
  const broken = [
    '---',
    'title: Broken',
    'criteria:',
    '  - id: one',
    '    kind: magic',
    '  - id: two',
    '    kind: command',
    "    run: 'true'",
    "    output: '('",
    '---',
    '',
    'A goal.',
    '',
  ].join('\n');
  const project = makeRepository(temporaryFolder('project'), { '.drover/specs/broken.md': broken });
  const { app, page } = await launch();
  await open(app, page, project);
  await expect(board(page).getByText(/\d mistakes? in the file/)).toBeVisible();
  await board(page)
    .getByRole('button', { name: /broken/i })
    .click();

  // What can be read of it is there as cards; its mistakes stand on them.
  await expect(page.getByRole('article', { name: 'Criterion one' })).toContainText('Unknown kind "magic"');
  await expect(page.getByRole('article', { name: 'Criterion two' })).toContainText('not a regular expression');
  await page.getByRole('button', { name: 'View file' }).click();
  const name = 'Text of .drover/specs/broken.md';
  const text = page.getByRole('textbox', { name });
  await expect.poll(() => codeOf(page, name)).toBe(broken);
  await expect(page.getByRole('button', { name: 'Dispatch' })).toBeDisabled();
  await page.getByRole('button', { name: /^Line 5/ }).click();
  await expect(text).toBeFocused();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('    kind: magic');
  await page.keyboard.insertText('    kind: file\n    path: a.txt');
  await expect(page.getByRole('button', { name: /^Line 10/ })).toContainText('not a regular expression');
  await expect(page.locator('.cm-lint-marker-error')).toHaveCount(1);
  await page.getByRole('button', { name: /^Line 10/ }).click();
  await page.keyboard.insertText("    output: 'x'");
  await expect(page.getByRole('button', { name: /^Line/ })).toHaveCount(0);
  const mended = broken.replace('kind: magic', 'kind: file\n    path: a.txt').replace("'('", "'x'");
  await expect.poll(() => codeOf(page, name)).toBe(mended);

  const others = broken.replace('Broken', 'Changed by another');
  write(project, '.drover/specs/broken.md', others);
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('alert')).toBeVisible();
  expect(readFileSync(join(project, '.drover/specs/broken.md'), 'utf8')).toBe(others);
  expect(await codeOf(page, name)).toBe(mended);
  await page.getByRole('button', { name: 'Read the file again' }).click();
  await expect.poll(() => codeOf(page, name)).toBe(others);
});

test('a folder that is no repository, and one without a commit, are refused in plain words', async ({ launch, temporaryFolder }) => {
  const plain = temporaryFolder('plain');
  const empty = temporaryFolder('empty');
  git(empty, 'init', '--quiet');
  const { app, page } = await launch();
  for (const [folder, said] of [
    [plain, /not a git repository|no git repository/i],
    [empty, /no commit/i],
    [join(plain, 'gone'), /not there|does not exist|no such|not a folder/i],
  ] as const) {
    await answerFolderDialog(app, folder);
    await page.getByRole('button', { name: 'Open a repository' }).click();
    const problem = page.getByRole('alert').filter({ hasText: said });
    await expect(problem).toContainText(folder);
    await expect(problem).not.toContainText(/fatal:|ENOENT|at \S+:\d+/);
    await page.getByRole('status', { name: 'Notices' }).getByRole('button', { name: 'Close' }).click();
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
  await answerFolderDialog(app, null);
  await page.getByRole('button', { name: 'Open a repository' }).click();
  await expect(page.getByRole('button', { name: 'Run the demo' })).toBeVisible();
  expect(await page.evaluate(() => window.drover.call('projects.list', undefined))).toEqual({ ok: true, value: [] });

  // A folder inside a repository is that repository.
  const project = makeRepository(temporaryFolder('project'), { 'src/a.txt': 'a\n' });
  mkdirSync(join(project, 'src', 'deep'));
  await open(app, page, join(project, 'src', 'deep'));
  const projects = await page.evaluate(() => window.drover.call('projects.list', undefined));
  expect(projects).toMatchObject({ ok: true, value: [{ path: git(project, 'rev-parse', '--show-toplevel') }] });
});

async function open(app: ElectronApplication, page: Page, folder: string): Promise<void> {
  await answerFolderDialog(app, folder);
  await page.getByRole('button', { name: 'Open a repository' }).click();
  await expect(board(page).getByRole('region', { name: 'Drafts' })).toBeVisible();
}
