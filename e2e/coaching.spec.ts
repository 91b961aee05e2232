/** The coaching of a project: what its workers are told, acted on by keys, in the file at once. */
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { openLog } from '../src/main/log/log.ts';
import {
  alike,
  coachingText,
  helped,
  hurt,
  times,
  writeGuard,
  writeProbe,
  writeTrials,
  type TriedEntry,
} from '../test/sessions/coached-project.ts';
import { expect, test } from './support/launch.ts';
import { git, makeRepository, write } from './support/repository.ts';
import { call, rail } from './support/screens.ts';
import { visit } from './support/visit.ts';

const entries: TriedEntry[] = [
  {
    id: 'needed',
    text: 'Use the logger of `src/log.ts`, **never** `console`, in whatever is not a test of its own.',
    pairs: times(12, helped),
  },
  {
    id: 'outgrown',
    text: 'Run the tests before you say that you are done:\n  all of them, and not only those that you touched.',
    pairs: times(60, alike),
  },
  { id: 'outgrown-too', text: 'Write types for every function.', pairs: times(60, alike) },
  { id: 'hurts', text: 'Ask before you change a file.', pairs: times(20, hurt) },
  { id: 'unclear', text: 'Name things as the field does.', pairs: [helped, alike, hurt, alike] },
  { id: 'untested', text: 'Keep files under a hundred lines.', pairs: [] },
  { id: 'no-probe', text: 'Be kind in reviews.', pairs: null },
];

const PROBE = `---
title: Greet
criteria:
  - id: greets
    kind: command
    run: grep -qx 'Hello\\.' greeting.txt
budget:
  iterations: 1
---

Write a greeting into \`greeting.txt\`.
`;

async function coachedProject(dataDir: string, folder: string, tried: readonly TriedEntry[]): Promise<string> {
  makeRepository(folder, { 'README.md': 'hello\n' });
  const root = realpathSync(folder);
  const archived = {
    id: 'old',
    text: 'Indent with tabs.',
    pairs: null,
    evidence: 'Outgrown on an-old-model: 22 pairs, effect 0 points (-20 to 19).',
  };
  write(root, '.drover/coaching.md', coachingText(tried, [archived]));
  for (const { id, pairs } of tried) if (pairs !== null) writeProbe(root, id, git(root, 'rev-parse', 'HEAD'));
  mkdirSync(dataDir, { recursive: true });
  const log = openLog(join(dataDir, 'log.db'));
  try {
    await writeTrials(log, root, tried);
  } finally {
    await log.close();
  }
  return root;
}

async function openCoaching(page: Page, project: string): Promise<Locator> {
  await call(page, 'project.open', { path: project });
  await page.reload();
  await rail(page, 'Coaching');
  return page.getByRole('main', { name: 'Coaching' });
}

/** Entries that the personas of the rehearsal heed or not, and probes that ask for what they do. */
function greeting(folder: string): string {
  makeRepository(folder, { 'README.md': 'hello\n' });
  const root = realpathSync(folder);
  const told = [
    { id: 'capital', text: 'Begin a sentence with a capital letter.', pairs: [] },
    { id: 'other', text: 'End it with a full stop.', pairs: [] },
    { id: 'no-probe', text: 'Be kind.', pairs: null },
  ];
  write(root, '.drover/coaching.md', coachingText(told));
  for (const { id, pairs } of told) {
    if (pairs === null) continue;
    write(root, `.drover/probes/${id}.md`, PROBE);
    write(root, `.drover/probes/${id}/README`, 'A place for a greeting.\n');
  }
  return root;
}

const rowOf = (screen: Locator, id: string): Locator => screen.locator(`tr[data-entry="${id}"]`);
const fileOf = (project: string): string => readFileSync(join(project, '.drover', 'coaching.md'), 'utf8');

test('a table to act on: most worth pruning first, pruned and undone by keys, in the file at once', async ({ launch, temporaryFolder }) => {
  test.setTimeout(150_000);
  const dataDir = temporaryFolder('profile');
  const project = await coachedProject(dataDir, temporaryFolder('project'), entries);
  const { app, page } = await launch({ dataDir });
  const screen = await openCoaching(page, project);
  const order = ['hurts', 'outgrown', 'outgrown-too', 'unclear', 'untested', 'no-probe', 'needed'];
  const keys = (): Promise<(string | null)[]> =>
    screen.locator('tr[data-entry]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-entry')));
  await expect.poll(keys).toEqual(order);
  for (const [id, state] of [
    ['hurts', 'harmful'],
    ['outgrown', 'outgrown'],
    ['unclear', 'unclear'],
    ['untested', 'untested'],
    ['no-probe', 'cannot_be_tested'],
    ['needed', 'needed'],
  ] as const)
    await expect(rowOf(screen, id).locator('[data-state]')).toHaveAttribute('data-state', state);
  await expect(rowOf(screen, 'needed').getByRole('img')).toHaveAttribute('aria-label', /^Effect 100 points, \d+ to 100$/);
  await expect(rowOf(screen, 'hurts').getByRole('img')).toHaveAttribute('aria-label', /^Effect −100 points, −100 to −\d+$/);
  await expect(rowOf(screen, 'needed')).toContainText('Use the logger of src/log.ts, never console');
  const cost = screen.getByRole('region', { name: 'What it costs' });
  await expect(cost).toContainText(/7 entries, \d+ tokens a dispatch; prune 3 outgrown or harmful: \d+ tokens/);

  // Keys: the next one is chosen by itself, and each is in the file at once.
  const before = fileOf(project);
  await page.keyboard.press('j');
  await expect(rowOf(screen, 'hurts').locator('[data-open]')).toBeFocused();
  await expect(screen.getByRole('region', { name: 'Entry', exact: true })).toContainText('Ask before you change a file.');
  await page.keyboard.press('p');
  await expect(rowOf(screen, 'hurts')).toHaveCount(0);
  await expect(rowOf(screen, 'outgrown').locator('[data-open]')).toBeFocused();
  await expect(screen.getByRole('status', { name: 'Last edit' })).toHaveText('Pruned “Ask before you change a file.”.');
  await expect.poll(() => fileOf(project)).toContain('  - Harmful on demo: 20 pairs, effect -100 points (-100 to -');
  await page.keyboard.press('p');
  await expect.poll(() => fileOf(project)).toContain('  - Outgrown on demo: 60 pairs, effect 0 points');
  await expect(screen.getByRole('status', { name: 'Last edit' })).toContainText('2 edits can be undone');
  await page.keyboard.press('u');
  await page.keyboard.press('u');
  await expect.poll(() => fileOf(project)).toBe(before);
  await expect.poll(keys).toEqual(order);

  // Marked ones: what they cost is said before, and they are one edit.
  await rowOf(screen, 'untested').locator('[data-open]').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await expect(rowOf(screen, 'no-probe').getByRole('checkbox')).toBeChecked();
  await expect(cost).toContainText(/; prune 2 marked: \d+ tokens/);
  await page.keyboard.press('p');
  await expect.poll(keys).toEqual(['hurts', 'outgrown', 'outgrown-too', 'unclear', 'needed']);
  await expect
    .poll(() => fileOf(project))
    .toContain('- Be kind in reviews. <!-- id: no-probe -->\n  - Pruned without a trial. <!-- evidence -->');
  await expect(screen.getByRole('button', { name: 'Check the pruned file…' })).toBeVisible();

  // Somebody wrote in between: what they wrote stays, and what was pruned comes back.
  writeFileSync(join(project, '.drover', 'coaching.md'), fileOf(project).replace('# Coaching', '# Our coaching'));
  await screen.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(keys).toEqual(expect.arrayContaining(order));
  await expect.poll(() => fileOf(project)).not.toContain('Pruned without a trial.');
  expect(fileOf(project)).toContain('# Our coaching');
  expect(fileOf(project)).toMatch(/id: no-probe[^]*## Archive/);

  await visit(app, page, [
    ['coaching', () => Promise.resolve()],
    [
      'coaching-prune-all',
      async () => {
        await screen.getByRole('button', { name: 'Prune all outgrown or harmful (3)' }).click();
        await expect(page.getByRole('dialog', { name: 'Prune 3 entries' })).toBeVisible();
      },
    ],
  ]);

  // All at once, with the file's change before it.
  const dialog = page.getByRole('dialog', { name: 'Prune 3 entries' });
  const lines = dialog.getByRole('region', { name: 'Lines' });
  await expect(lines).toContainText('−- Write types for every function. <!-- id: outgrown-too -->');
  await expect(lines).toContainText('+  - Harmful on demo');
  await dialog.getByRole('button', { name: 'Prune', exact: true }).click();
  await expect.poll(keys).toEqual(expect.not.arrayContaining(['hurts']));
  await expect(cost).toContainText(/4 entries, \d+ tokens a dispatch$/);
  await screen.getByRole('button', { name: 'Archive 4' }).click();
  await rowOf(screen, 'hurts').getByRole('button', { name: 'Restore hurts' }).click();
  await expect.poll(() => fileOf(project)).toMatch(/id: hurts -->\n[^]*## Archive/);
});

test('an edit in another editor shows when the window gets the focus; neither is lost', async ({ launch, temporaryFolder }) => {
  const dataDir = temporaryFolder('profile');
  const project = await coachedProject(dataDir, temporaryFolder('project'), entries.slice(0, 2));
  const { page } = await launch({ dataDir });
  const screen = await openCoaching(page, project);
  await expect(rowOf(screen, 'needed')).toBeVisible();
  const file = join(project, '.drover', 'coaching.md');
  writeFileSync(file, `${fileOf(project)}`.replace('# Coaching\n', '# Coaching\n\n- Written elsewhere. <!-- id: elsewhere -->'));
  // The window does not know yet: what it makes is made once more of what stands there by then.
  await rowOf(screen, 'needed').getByRole('button', { name: 'Prune needed' }).click();
  await expect(rowOf(screen, 'elsewhere')).toBeVisible();
  await expect(rowOf(screen, 'needed')).toHaveCount(0);
  await expect.poll(() => fileOf(project)).toMatch(/id: elsewhere[^]*## Archive[^]*id: needed/);
  // What is wrong with the file is said with its lines; a conflict is not edited.
  writeFileSync(file, `${fileOf(project)}- Nobody named this.\n`);
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  const mistakes = screen.getByRole('region', { name: 'Mistakes in the file' });
  await expect(mistakes).toContainText('The bullet has no id yet.');
  await mistakes.getByRole('button', { name: 'Give ids' }).click();
  await expect(mistakes).toHaveCount(0);
  await expect.poll(() => fileOf(project)).toContain('- Nobody named this. <!-- id: nobody-named-this -->');
  const conflict = `<<<<<<< ours\n- One. <!-- id: one -->\n=======\n- Two. <!-- id: two -->\n>>>>>>> theirs\n`;
  writeFileSync(file, conflict);
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(screen.getByText('No entry can be read')).toBeVisible();
  await expect(mistakes).toContainText('.drover/coaching.md, line 1');
  expect(fileOf(project)).toBe(conflict);
});

test('what is due is planned with its price, run and watched: bars move, and the run says how it ended', async ({
  launch,
  temporaryFolder,
}) => {
  test.setTimeout(240_000);
  const project = greeting(temporaryFolder('project'));
  const { app, page } = await launch();
  const screen = await openCoaching(page, project);
  await screen.getByRole('combobox', { name: 'Model', exact: true }).click();
  await page.getByRole('option', { name: /^needs-telling/ }).click();

  // Few pairs are enough to see that it works.
  await screen.getByRole('button', { name: 'More about coaching' }).click();
  await page.getByRole('menuitem', { name: /How trials are judged/ }).click();
  const rule = page.getByRole('dialog', { name: 'How trials are judged' });
  await rule.getByLabel('Most pairs for an entry').fill('0');
  await expect(rule.getByRole('button', { name: 'Save' })).toBeDisabled();
  await rule.getByLabel('Most pairs for an entry').fill('3');
  await rule.getByLabel('Smallest effect that matters, in points').fill('50');
  await rule.getByRole('button', { name: 'Save' }).click();
  await expect(rule).toHaveCount(0);

  await screen.getByRole('button', { name: 'Test what is due (2)' }).click();
  const plan = page.getByRole('dialog', { name: 'Test what is due' });
  const items = plan.locator('[data-planned]');
  await expect(items).toHaveCount(2);
  await expect(items.first()).toContainText('never tested');
  await expect(plan.getByText('1 entry cannot be tested')).toBeVisible();
  await visit(app, page, [['coaching-plan', () => Promise.resolve()]]);
  await plan.locator('[data-planned="other"]').getByRole('checkbox').uncheck();
  await expect(plan.getByLabel('The plan in sum')).toContainText(/^\d pairs?, price not known yet$/);
  await plan.getByLabel('Budget, dollars').fill('-1');
  await expect(plan.getByRole('button', { name: 'Run' })).toBeDisabled();
  await plan.getByLabel('Budget, dollars').fill('2');
  await plan.getByRole('button', { name: 'Run' }).click();
  await expect(plan).toHaveCount(0);

  const under = screen.getByRole('region', { name: 'Trials under way' });
  await expect(under).toContainText('Testing 1 entry with needs-telling');
  await expect(under).toContainText('of $2.00');
  await expect(rowOf(screen, 'capital')).toContainText('On trial');
  const bar = rowOf(screen, 'capital').getByRole('img');
  await expect(bar, 'the bar is there before the run has ended').toHaveAttribute('aria-label', /^Effect 100 points, −?\d+ to 100$/, {
    timeout: 120_000,
  });
  await expect(under).toBeVisible();
  const ended = screen.getByRole('region', { name: 'Trials that ended' });
  await expect(ended).toContainText('All trials are done. 3 trials', { timeout: 120_000 });
  await expect(under).toHaveCount(0);
  await expect(rowOf(screen, 'capital').getByRole('img')).toHaveAttribute('aria-label', /^Effect 100 points/);
  await ended.getByRole('button', { name: 'Put away' }).click();
  await expect(ended).toHaveCount(0);
});

test('a pruned file that does worse is a question: nothing changes before the answer', async ({ launch, temporaryFolder }) => {
  const dataDir = temporaryFolder('profile');
  const project = await coachedProject(dataDir, temporaryFolder('project'), entries.slice(0, 1));
  const pruned = [
    { id: 'left', text: 'Say what you did.', pairs: null, evidence: 'Outgrown on demo: 60 pairs, effect 0 points (-8 to 8).' },
    { id: 'right', text: 'Say why.', pairs: null, evidence: 'Outgrown on demo: 60 pairs, effect 0 points (-8 to 8).' },
  ];
  write(project, '.drover/coaching.md', coachingText(entries.slice(0, 1), pruned));
  const log = openLog(join(dataDir, 'log.db'));
  await writeGuard(log, project, pruned, { left: hurt, right: { with: true, without: false } });
  await log.close();
  const before = fileOf(project);
  const { page } = await launch({ dataDir });
  const screen = await openCoaching(page, project);
  const question = screen.getByRole('alert', { name: 'The pruned file' });
  await expect(question).toContainText('1 of 2 probes passed before the prune and failed after it');
  await expect(question.getByRole('listitem')).toHaveText([/^right/]);
  await expect(question.getByRole('button', { name: 'Before: passed' })).toBeVisible();
  await expect(question.getByRole('button', { name: 'After: failed' })).toBeVisible();
  expect(fileOf(project)).toBe(before);
  await question.getByRole('button', { name: 'Restore what was pruned' }).click();
  await expect(rowOf(screen, 'left')).toBeVisible();
  await expect(rowOf(screen, 'right')).toBeVisible();
  await expect(question).toHaveCount(0);
  await expect.poll(() => fileOf(project)).not.toContain('evidence');
  await page.reload();
  await rail(page, 'Coaching');
  await expect(rowOf(screen, 'right')).toBeVisible();
  await expect(question, 'a question that was answered is not asked again').toHaveCount(0);
});
