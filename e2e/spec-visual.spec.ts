/** A spec as cards and goal: by mouse alone, by keys alone, red first, proposals, and the file as the one truth. */
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSpec } from '../src/shared/spec-text.ts';
import { expect, test } from './support/launch.ts';
import { answerFolderDialog, makeRepository } from './support/repository.ts';
import { board, codeOf, SESSION_LIMIT_MS, tabTo } from './support/screens.ts';
import { visit } from './support/visit.ts';

const card = (page: Page, id: string): Locator => page.getByRole('article', { name: `Criterion ${id}` });
const cards = (page: Page): Locator => page.getByRole('article', { name: /^Criterion / });
const order = (page: Page): Promise<(string | null)[]> =>
  cards(page).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')?.replace('Criterion ', '') ?? null));

const WRITTEN = `---
title: Write down a thought # a short one
owner: somebody # nobody here knows this field
criteria:
  # the one that counts
  - id: there
    kind: command
    run: 'grep -q thought notes.txt' # quotes stay
    note: mine
  - kind: file
    id: readme
    path: README.md

budget: { iterations: 2, minutes: 7 }
---

When somebody has a thought, the system shall keep it in notes.txt. {#keep}

The system shall leave README.md alone.
`;

test('by mouse alone: all five kinds, dragged, doubled, taken out and back, linked to a line', async ({ launch, temporaryFolder }) => {
  const project = makeRepository(temporaryFolder('project'), { 'README.md': 'hello\n' });
  const { app, page } = await launch();
  await open(app, page, project);
  await board(page).getByRole('button', { name: 'New spec' }).click();
  await page.getByLabel('Title').first().click();
  await page.keyboard.insertText('Keep thoughts');
  await page.getByRole('textbox', { name: 'Goal' }).click();
  await page.keyboard.insertText('When somebody has a thought, the system shall keep it.');
  await card(page, 'command-1').getByLabel('Command').click();
  await page.keyboard.insertText('grep thought notes.txt');
  for (const kind of ['File', 'Diff', 'Metric', 'Rubric']) await add(page, kind);
  await expect.poll(() => order(page)).toEqual(['command-1', 'file-1', 'diff-1', 'metric-1', 'rubric-1']);
  await write(page, card(page, 'file-1').getByLabel('Path'), 'notes.txt');
  await write(page, card(page, 'diff-1').getByLabel('Must not touch'), 'README.md\ntest/**');
  await write(page, card(page, 'metric-1').getByLabel('Command'), 'wc -l < notes.txt');
  await write(page, card(page, 'metric-1').getByLabel('At least'), 'many');
  await expect(card(page, 'metric-1')).toContainText('must be a number');
  await card(page, 'metric-1').getByLabel('At least').dblclick();
  await page.keyboard.insertText('1');
  await expect(card(page, 'metric-1')).not.toContainText('must be a number');
  await write(page, card(page, 'rubric-1').getByLabel('Question'), 'Is it a thought?');
  await card(page, 'rubric-1').getByRole('button', { name: 'Must hold' }).click();
  await card(page, 'file-1').getByRole('button', { name: 'Held out' }).click();

  // Dragged by its handle to above the first; held at the edge, the list comes along.
  const handle = await boxOf(card(page, 'diff-1').locator('[data-handle]'));
  await page.mouse.move(handle.x + 8, handle.y + 12);
  await page.mouse.down();
  await page.mouse.move(handle.x + 8, handle.y - 20, { steps: 4 });
  const list = card(page, 'command-1').locator('xpath=ancestor::*[@data-cards]');
  const { y: top } = await boxOf(list);
  await page.mouse.move(handle.x + 8, top + 4, { steps: 4 });
  await expect.poll(() => list.evaluate((box) => box.scrollTop)).toBe(0);
  await page.mouse.up();
  await expect.poll(() => order(page)).toEqual(['diff-1', 'command-1', 'file-1', 'metric-1', 'rubric-1']);

  await card(page, 'file-1').getByRole('button', { name: 'Move, copy or change' }).click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await expect.poll(() => order(page)).toEqual(['diff-1', 'command-1', 'file-1', 'file-2', 'metric-1', 'rubric-1']);
  await card(page, 'file-1').getByRole('button', { name: 'Remove this criterion' }).click();
  await expect(card(page, 'file-1')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(card(page, 'file-1').getByLabel('Path')).toHaveValue('notes.txt');
  await card(page, 'file-2').getByRole('button', { name: 'Remove this criterion' }).click();

  // The line says that nothing proves it, until something does.
  await expect(page.locator('.cm-unproved-word')).toHaveText('not proved');
  await page.locator('.cm-goal-mark .cm-unproved').click();
  await page
    .getByRole('dialog')
    .getByRole('checkbox', { name: /command-1/ })
    .check();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.locator('.cm-unproved-word')).toHaveCount(0);
  await expect(card(page, 'command-1')).toContainText('proves line 1');
  await page.getByRole('button', { name: 'Save', exact: false }).first().click();
  await expect(page.getByText('not saved')).toHaveCount(0);
  expect(parseSpec(readFileSync(join(project, '.drover/specs/keep-thoughts.md'), 'utf8'))).toMatchObject({
    ok: true,
    spec: {
      criteria: [
        { id: 'diff-1', mustNotChange: ['README.md', 'test/**'] },
        { id: 'command-1', run: 'grep thought notes.txt', proves: [expect.stringMatching(/thought/)] },
        { id: 'file-1', path: 'notes.txt', visibility: 'held_out' },
        { id: 'metric-1', run: 'wc -l < notes.txt', atLeast: 1 },
        { id: 'rubric-1', question: 'Is it a thought?', weight: 'should' },
      ],
    },
  });
});

test('by keys alone: written, moved, linked, tried, saved and dispatched', async ({ launch, temporaryFolder }) => {
  const project = makeRepository(temporaryFolder('project'), { 'README.md': 'hello\n' });
  const { app, page } = await launch();
  await open(app, page, project);
  await page.keyboard.press('Control+n');
  await expect(page.getByLabel('Title').first()).toBeFocused();
  await page.keyboard.type('Keep thoughts');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('textbox', { name: 'Goal' })).toBeFocused();
  await page.keyboard.type('The system shall keep a thought.');
  await tabTo(page, card(page, 'command-1').getByLabel('Command'));
  await page.keyboard.type('grep thought notes.txt');
  await tabTo(page, page.getByRole('button', { name: 'File', exact: true }));
  await page.keyboard.press('Enter');
  await expect(card(page, 'file-1').getByLabel('Path')).toBeFocused();
  await page.keyboard.type('notes.txt');
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(() => order(page)).toEqual(['file-1', 'command-1']);
  await expect(card(page, 'file-1').getByLabel('Path')).toBeFocused();
  await page.keyboard.press('Control+d');
  await expect.poll(() => order(page)).toEqual(['file-1', 'file-2', 'command-1']);
  await page.keyboard.press('Control+z');
  await expect.poll(() => order(page)).toEqual(['file-1', 'command-1']);
  await tabTo(page, page.getByRole('textbox', { name: 'Goal' }), 'Shift+Tab');
  await page.keyboard.press('Control+l');
  await tabTo(page, page.getByRole('dialog').getByRole('checkbox', { name: /file-1/ }));
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await expect(card(page, 'file-1')).toContainText('proves line 1');
  await tabTo(page, card(page, 'file-1').getByRole('button', { name: 'Try now' }));
  await page.keyboard.press('Enter');
  await expect(card(page, 'file-1').locator('[data-base="red"]')).toBeVisible({ timeout: SESSION_LIMIT_MS });
  await page.keyboard.press('Control+s');
  await expect(page.getByText('not saved')).toHaveCount(0);
  // On save, the others are tried too.
  await expect(page.getByText('red on base: 2 of 2')).toBeVisible({ timeout: SESSION_LIMIT_MS });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Keep thoughts', level: 1 })).toBeVisible();
  await expect(page.locator('header [data-status]')).toBeVisible();
});

test('a criterion that passes on the base warns, and is let through as a guard', async ({ launch, temporaryFolder }) => {
  const project = makeRepository(temporaryFolder('project'), { 'README.md': 'hello\n', '.drover/specs/thought.md': WRITTEN });
  const { app, page } = await launch();
  await open(app, page, project);
  await board(page).getByRole('button', { name: 'Write down a thought' }).click();
  await expect(card(page, 'readme')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const warning = page.getByRole('dialog', { name: 'A criterion already passes on the base' });
  await expect(warning).toContainText('readme', { timeout: SESSION_LIMIT_MS });
  await warning.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByText('red on base: 1 of 2')).toBeVisible();
  await expect(card(page, 'readme')).toContainText('Already passes on the base: proves nothing.');
  await card(page, 'there')
    .getByRole('button', { name: /Exit 2/ })
    .click();
  await card(page, 'readme').getByRole('button', { name: 'It is meant so (regression guard)' }).click();
  await expect(card(page, 'readme').locator('[data-base="guard holds"]')).toBeVisible();
  await expect(page.getByText('red on base: 1 of 1')).toBeVisible();
  // What is known is shown at once after another look; what is changed is not known any more.
  await page.getByRole('button', { name: 'Board', exact: true }).click();
  await board(page).getByRole('button', { name: 'Write down a thought' }).click();
  await expect(card(page, 'there').locator('[data-base="red"]')).toBeVisible();
  await card(page, 'there').getByLabel('Command').fill('grep -q idea notes.txt');
  await expect(card(page, 'there').locator('[data-base]')).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('header [data-status]')).toBeVisible({ timeout: SESSION_LIMIT_MS });
  expect(readFileSync(join(project, '.drover/specs/thought.md'), 'utf8')).toContain('guard: true');
});

test('the file and the cards are one text: comments, order and unknown fields stay', async ({ launch, temporaryFolder }) => {
  const project = makeRepository(temporaryFolder('project'), { 'README.md': 'hello\n', '.drover/specs/thought.md': WRITTEN });
  const { app, page } = await launch();
  await open(app, page, project);
  await board(page).getByRole('button', { name: 'Write down a thought' }).click();
  await expect(card(page, 'there')).toContainText('kept, no effect');
  await card(page, 'there').getByLabel('Command').fill('grep -q idea notes.txt');
  await page.keyboard.press('Control+i');
  const name = 'Text of .drover/specs/thought.md';
  const changed = WRITTEN.replace('grep -q thought notes.txt', 'grep -q idea notes.txt');
  await expect.poll(() => codeOf(page, name)).toBe(changed);
  // Above everything, what the text is about: a line of YAML that cannot be read, then can.
  const text = page.getByRole('textbox', { name });
  await text.getByText('id: readme').click();
  await page.keyboard.press('End');
  await page.keyboard.insertText('-2 # renamed here');
  await page.keyboard.press('Control+i');
  await expect(card(page, 'readme-2').getByLabel('Path')).toHaveValue('README.md');
  await page.keyboard.press('Control+z');
  await expect(card(page, 'readme')).toBeVisible();
  await page.keyboard.press('Control+y');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('not saved')).toHaveCount(0);
  expect(readFileSync(join(project, '.drover/specs/thought.md'), 'utf8')).toBe(
    changed.replace('id: readme', 'id: readme-2 # renamed here'),
  );
});

test('a hundred criteria are all there, for the keyboard too', async ({ launch, temporaryFolder }) => {
  const criteria = Array.from({ length: 100 }, (_, n) => `  - { id: c${n}, kind: command, run: 'grep ${n} notes.txt' }\n`).join('');
  const project = makeRepository(temporaryFolder('project'), {
    'README.md': 'hello\n',
    '.drover/specs/many.md': `---\ntitle: Many things\ncriteria:\n${criteria}---\n\nDo them all.\n`,
  });
  const { app, page } = await launch();
  await open(app, page, project);
  await board(page).getByRole('button', { name: 'Many things' }).click();
  await expect(cards(page)).toHaveCount(100);
  await expect(card(page, 'c99').getByLabel('Command')).toHaveValue('grep 99 notes.txt');
  await expect(page.locator('article[aria-busy]')).toHaveCount(0);
  await card(page, 'c50').getByRole('button', { name: 'Remove this criterion' }).focus();
  await page.keyboard.press('Tab');
  await tabTo(page, card(page, 'c51').getByLabel('Command'));
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(async () => (await order(page)).slice(49, 53)).toEqual(['c49', 'c51', 'c50', 'c52']);
  await expect(card(page, 'c51').getByLabel('Command')).toBeFocused();
  await add(page, 'File');
  await expect(card(page, 'file-1').getByLabel('Path')).toBeFocused();
});

test('globs that match no file are told of, and who answers a rubric is chosen', async ({ launch, temporaryFolder }) => {
  const project = makeRepository(temporaryFolder('project'), {
    'README.md': 'hello\n',
    '.drover/specs/globs.md':
      "---\ntitle: Globs\nprotect: ['docs/**']\ncriteria:\n  - { id: touch, kind: diff, mustChange: ['README.md', 'srcs/**'] }\n" +
      '  - { id: judge, kind: rubric, question: Why?, provider: gone, model: other }\n---\n\nDo it.\n',
  });
  const { app, page } = await launch();
  await open(app, page, project);
  await board(page).getByRole('button', { name: 'Globs' }).click();
  await expect(card(page, 'touch')).toContainText('No file of the project matches "srcs/**"');
  await expect(card(page, 'touch')).not.toContainText('"README.md"');
  await expect(page.getByText('No file of the project matches "docs/**"')).toBeVisible();
  await card(page, 'judge').getByRole('button', { name: 'More about this criterion' }).click();
  const judge = card(page, 'judge').getByRole('combobox', { name: 'Answered by' });
  await expect(judge).toHaveText('other');
  await judge.click();
  await expect(page.getByRole('option', { name: /other/ })).toContainText('not in the settings');
  await page.getByRole('option', { name: /never-passes/ }).click();
  await expect(judge).toHaveText('never-passes');
  await visit(app, page, [['spec-globs', () => Promise.resolve()]]);
  await page.keyboard.press('Control+i');
  await expect(page.getByRole('button', { name: /^Line 5/ })).toContainText('srcs/**');
  await expect.poll(() => codeOf(page, 'Text of .drover/specs/globs.md')).toContain('provider: rehearsal, model: never-passes');
});

test('criteria are proposed, accepted and dropped; every part of the screen in both themes and sizes', async ({
  launch,
  temporaryFolder,
}) => {
  test.setTimeout(240_000);
  const project = makeRepository(temporaryFolder('project'), {
    'README.md': 'hello\n',
    'package.json': '{ "name": "thoughts", "scripts": { "test": "node --test", "lint": "eslint ." } }\n',
    '.drover/specs/thought.md': WRITTEN,
    'specs/001-photos/spec.md': '# Feature Specification: Photos\n\n## Requirements\n\n- **FR-001**: System MUST show photos.\n',
  });
  const { app, page } = await launch();
  await open(app, page, project);
  await board(page).getByRole('button', { name: 'Write down a thought' }).click();
  await page.getByRole('button', { name: 'Suggest…' }).click();
  await page.getByRole('button', { name: 'Propose criteria' }).click();
  const proposed = page.getByRole('article', { name: /^Proposed / });
  await expect(proposed.first()).toBeVisible({ timeout: SESSION_LIMIT_MS });
  const many = await proposed.count();
  await visit(app, page, [['spec-proposed', async () => expect(proposed.first()).toBeVisible()]]);
  await proposed.first().getByRole('button', { name: 'Accept' }).click();
  await expect(cards(page)).toHaveCount(3);
  await expect(proposed).toHaveCount(many - 1);
  while ((await proposed.count()) > 0) await proposed.first().getByRole('button', { name: 'Drop' }).click();
  await page.getByRole('button', { name: 'Try all' }).click();
  await expect(card(page, 'there').locator('[data-base="red"]')).toBeVisible({ timeout: SESSION_LIMIT_MS });
  await visit(app, page, [
    ['spec-red-first', async () => expect(card(page, 'readme')).toContainText('proves nothing')],
    ['spec-link', () => page.getByRole('button', { name: 'line 3' }).click(), () => page.keyboard.press('Escape')],
    [
      'spec-attempts',
      async () => {
        await page.getByRole('button', { name: 'Best of several' }).click();
        await page.getByRole('button', { name: 'Another attempt' }).click();
        for (const kind of ['Diff', 'Metric', 'Rubric']) await add(page, kind);
      },
    ],
    ['spec-text', () => page.keyboard.press('Control+i')],
  ]);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('import specs');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Look in this repository' }).click();
  await visit(app, page, [['spec-import', async () => expect(page.getByRole('checkbox', { name: /Photos/ })).toBeChecked()]]);
  await page.getByRole('button', { name: 'Save 1 spec' }).click();
  await expect(page.getByRole('textbox', { name: 'Goal' })).toContainText('show photos');
});

async function add(page: Page, kind: string): Promise<void> {
  await page.getByRole('group', { name: 'Add a criterion' }).getByRole('button', { name: kind, exact: true }).click();
}

async function write(page: Page, field: Locator, text: string): Promise<void> {
  await field.click();
  await page.keyboard.insertText(text);
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number }> {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  if (box === null) throw new Error('It is not drawn.');
  return box;
}

async function open(app: ElectronApplication, page: Page, folder: string): Promise<void> {
  await answerFolderDialog(app, folder);
  await page.getByRole('button', { name: 'Open a repository' }).click();
  await expect(board(page).getByRole('region', { name: 'Drafts' })).toBeVisible();
}
