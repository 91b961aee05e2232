/** Attempts at one spec beside each other, and what may be spent: a session's limits, and the day's. */
import type { ElectronApplication, Page } from '@playwright/test';
import type { JudgedSession } from '../test/sessions/judged-session.ts';
import { makeChange, resultOf, write, writeJudged, type Change } from './support/judged.ts';
import { expect, test } from './support/launch.ts';
import { answerFolderDialog, copyDemoProject, git } from './support/repository.ts';
import { board, call, choose, expectStatus, rail, SESSION_LIMIT_MS } from './support/screens.ts';
import { visit } from './support/visit.ts';

const TITLE = 'Limit the rate of uploads';

function change(root: string): Change {
  return makeChange(root, { 'a.js': 'one\n' }, () => write(root, 'a.js', 'one\ntwo\n'));
}

function attempt(of: Change, index: number, over: Partial<JudgedSession>): JudgedSession {
  const { verdict = null, ...rest } = over;
  return {
    ...of,
    title: TITLE,
    criteria: [
      { id: 'tests', kind: 'command', run: 'npm test' },
      { id: 'docs', kind: 'file', path: 'README.md', weight: 'should' },
    ],
    iterations: [],
    verdict,
    changed: { files: 1, insertions: 1, deletions: 0 },
    costUsd: 0.1,
    attempt: { group: 'group-1', index, of: 3, stop_losers: true },
    ...rest,
  };
}

const [tests, docs] = [resultOf('tests'), resultOf('docs', { weight: 'should', kind: 'file' })];
const failing = { ...tests, passed: false, reason: 'It exited 1.' };
const passing = (criteria: (typeof tests)[]): JudgedSession['verdict'] => ({
  passed: true,
  explanation: 'All required criteria hold.',
  criteria,
  findings: [],
});

test('attempts at one spec stand together, ranked; two are compared, the best is accepted', async ({ launch, temporaryFolder }) => {
  const dataDir = temporaryFolder('profile');
  const work = change(temporaryFolder('project'));
  await writeJudged(dataDir, work, [
    attempt(work, 1, { verdict: { passed: false, explanation: '0 of 2 hold.', criteria: [failing, docs], findings: [] }, costUsd: 0.02 }),
    attempt(work, 2, { verdict: passing([tests, { ...docs, passed: false }]), costUsd: 0.05 }),
    attempt(work, 3, { verdict: passing([tests, docs]), costUsd: 0.3 }),
  ]);
  const { app, page } = await launch({ dataDir });
  const judged = board(page).getByRole('region', { name: 'Judged' });
  await expect(judged.getByRole('article')).toHaveCount(1);
  await expect(judged.getByRole('article').getByRole('listitem')).toHaveCount(3);
  await visit(app, page, [['board-attempts', () => Promise.resolve()]]);
  await judged.getByRole('button', { name: TITLE }).click();

  const screen = page.getByRole('main', { name: 'Attempts' });
  await expect(screen.locator('[data-attempt]')).toContainText(['Attempt 3', 'Attempt 2', 'Attempt 1']);
  await expect(screen.locator('[data-attempt]').first()).toContainText('best');
  await visit(app, page, [['attempts', () => Promise.resolve()]]);

  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('c');
  await expect(page.getByRole('main', { name: 'Compare' })).toBeVisible();
  await page.keyboard.press('Escape');

  await screen.getByRole('button', { name: 'Attempt 1' }).click();
  await expectStatus(page, 'failed');
  await page.getByRole('button', { name: 'attempt 1 of 3' }).click();
  await page.keyboard.press('a');
  await page.getByRole('dialog', { name: 'Accept into a branch' }).getByRole('button', { name: 'Make the branch' }).click();
  await expect(screen.locator('[data-attempt]').first()).toContainText('Accepted');
  await expect(screen.getByRole('button', { name: 'Accept the best' })).toBeDisabled();
  expect(git(work.root, 'show', 'drover/limit-the-rate-of-uploads:a.js')).toBe('one\ntwo');
});

const DEMO = 'Read durations with several units';

test('best of three, dispatched from the window: one passes and ranks first, the others are stopped', async ({
  launch,
  temporaryFolder,
}) => {
  test.setTimeout(180_000);
  const { app, page } = await launch();
  await openDemoSpec(app, page, copyDemoProject(temporaryFolder('project')));
  await page.getByRole('button', { name: 'Best of several' }).click();
  await page.getByRole('button', { name: 'Another attempt' }).click();
  for (const [index, model] of [/dawdles/, /sent-back/, /dawdles/].entries()) {
    const worker = page.getByRole('group', { name: `Attempt ${index + 1}` });
    await worker.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option', { name: model }).click();
  }
  await expect(page.getByRole('checkbox', { name: 'Stop the others when one passes' })).toBeChecked();
  await page.getByRole('button', { name: 'Dispatch 3' }).click();
  await expect(page.getByRole('main', { name: 'Spec' })).toHaveCount(0, { timeout: SESSION_LIMIT_MS });

  await rail(page, 'Board');
  await board(page).getByRole('article').filter({ hasText: 'best of 3' }).getByRole('button', { name: DEMO }).click();
  const screen = page.getByRole('main', { name: 'Attempts' });
  const rows = screen.locator('[data-attempt]');
  await expect(rows.locator('[data-status=passed]')).toHaveCount(1, { timeout: SESSION_LIMIT_MS });
  await expect(rows.locator('[data-status=stopped]'), 'the losers are stopped').toHaveCount(2, { timeout: SESSION_LIMIT_MS });
  await expect(rows).toContainText(['Attempt 2', /Attempt [13]/, /Attempt [13]/]);
  await expect(rows.first()).toContainText('best');
  await expect(screen).toContainText('1 passed, 2 stopped or waiting.');
  await expect(screen.getByRole('button', { name: /^Stop attempt/ })).toHaveCount(0);
  await visit(app, page, [['attempts-dispatched', () => Promise.resolve()]]);
  await screen.getByRole('button', { name: 'Attempt 1' }).click();
  await expect(page.getByText('Attempt 2 of 3 passed its verdict first.').first()).toBeVisible();
});

test('a budget pauses with everything kept, and once it is raised the session goes on to its verdict', async ({
  launch,
  temporaryFolder,
}) => {
  test.setTimeout(180_000);
  const { app, page } = await launch();
  await openDemoSpec(app, page, copyDemoProject(temporaryFolder('project')));
  await choose(page, 'Model', /sent-back/);
  await page.getByRole('textbox', { name: 'Tokens' }).fill('1000');
  await page.getByRole('button', { name: 'Dispatch' }).click();
  await expectStatus(page, 'waiting');
  await expect(page.getByText('It used the allowed 1,000 tokens.').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Continue' }), 'going on would end at once').toHaveCount(0);
  await page.getByRole('tab', { name: 'Changes' }).click();
  await expect(page.getByRole('region', { name: 'Diff' })).toContainText('CHANGELOG.md');
  await page.getByRole('tab', { name: 'Timeline' }).click();
  const raise = page.getByRole('button', { name: /^Raise to .* tokens$/ });
  const raised = (await raise.textContent())?.replace('Raise to', 'of') ?? '';
  await raise.click();
  await expectStatus(page, 'passed');
  await expect(page.locator('header').first()).toContainText(raised);
});

test('a reached budget says which limit it was; the day’s has a meter where it is set', async ({ launch, temporaryFolder }) => {
  const dataDir = temporaryFolder('profile');
  const work = change(temporaryFolder('project'));
  const rests = { stop: 'budget_reached', details: 'It cost the allowed $0.40.' } as const;
  const { attempt: _alone, ...alone } = attempt(work, 1, { costUsd: 0.41, budget: { usd: 0.4 }, rests });
  await writeJudged(dataDir, work, [alone]);
  const { app, page } = await launch({ dataDir });
  const card = board(page).getByRole('region', { name: 'Waiting for you' }).getByRole('article');
  await expect(card).toContainText('Budget reached: $0.40 spent');
  await expect(card.getByRole('button', { name: 'Raise to $0.82' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'The day’s budget' })).toHaveCount(0);

  await rail(page, 'Settings');
  await page.getByRole('tab', { name: 'Budget' }).click();
  await page.getByRole('textbox', { name: 'Money, in US dollars' }).fill('0.5');
  await page.getByRole('textbox', { name: 'Tries' }).fill('1.5');
  await expect(page.getByText('A whole number')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save the budget' })).toBeDisabled();
  await page.getByRole('textbox', { name: 'Tries' }).fill('40');
  await page.getByRole('button', { name: 'Save the budget' }).click();
  await expect(page.getByText('$0.41 of $0.50 today')).toBeVisible();
  expect((await call(page, 'settings.get', undefined)).dailyBudget).toEqual({ usd: 0.5, iterations: 40 });
  await visit(app, page, [['settings-budget', () => Promise.resolve()]]);
  await rail(page, 'Board');
  await expect(page.getByRole('button', { name: 'The day’s budget' })).toContainText('$0.41 of $0.50');
  await card.getByRole('button', { name: TITLE }).click();
  await expect(page.locator('header').getByText('$0.41 of $0.40')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Raise to/ })).toHaveText('Raise to $0.82');
  await expect(page.getByRole('button', { name: 'Continue' })).toHaveCount(0);
  await visit(app, page, [['budget-reached', () => Promise.resolve()]]);
});

async function openDemoSpec(app: ElectronApplication, page: Page, project: string): Promise<void> {
  await answerFolderDialog(app, project);
  await page.getByRole('button', { name: 'Open a repository' }).click();
  await board(page).getByRole('button', { name: DEMO }).click();
}
