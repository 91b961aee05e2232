/** One entry of the coaching: drafted from what went wrong, with its probe, and looked at with every run that tried it. */
import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { createTrialLogs } from '../src/main/coaching/trial-log.ts';
import { openLog } from '../src/main/log/log.ts';
import { alike, coachingText, helped, times, writeProbe, writeTrials, type TriedEntry } from '../test/sessions/coached-project.ts';
import type { JudgedSession } from '../test/sessions/judged-session.ts';
import { makeChange, resultOf, write, writeJudged, type Change } from './support/judged.ts';
import { expect, test } from './support/launch.ts';
import { board, call, codeOf, expectStatus, rail } from './support/screens.ts';
import { visit } from './support/visit.ts';

const TITLE = 'Log what is retried';

function judged(change: Pick<Change, 'root' | 'base' | 'commit' | 'tree'>, passed: boolean): JudgedSession {
  const result = resultOf('quiet', {
    title: 'Nothing goes to the console',
    passed,
    reason: passed ? 'It exited 0.' : 'It exited 1.',
    stdout: passed ? '' : 'src/retry.js: console.log\n',
  });
  const explanation = `${passed ? 1 : 0} of 1 criteria hold.`;
  return {
    ...change,
    title: TITLE,
    criteria: [{ id: 'quiet', kind: 'command', run: '! grep -rn console src', title: 'Nothing goes to the console' }],
    iterations: [{ result: passed ? 'satisfied' : 'max_iterations_reached', explanation, criteria: [result] }],
    verdict: { passed, explanation, criteria: [result], findings: [] },
    changed: { files: 1, insertions: 1, deletions: 0 },
    costUsd: 0.04,
  };
}

const rowOf = (screen: Locator, id: string): Locator => screen.locator(`tr[data-entry="${id}"]`);

async function openCoaching(page: Page): Promise<Locator> {
  await rail(page, 'Coaching');
  return page.getByRole('main', { name: 'Coaching' });
}

test('an entry is drafted from a rejected verdict with its probe, and told to nobody before it was tried', async ({
  launch,
  temporaryFolder,
}) => {
  test.setTimeout(180_000);
  const dataDir = temporaryFolder('profile');
  const root = realpathSync(temporaryFolder('project'));
  const change = makeChange(root, { 'src/retry.js': 'retry();\n' }, () => write(root, 'src/retry.js', 'console.log(retry());\n'));
  await writeJudged(dataDir, change, [judged(change, false)]);
  write(root, '.drover/coaching.md', '# Ours\r\n\r\n* Ask first. <!-- id: ask -->\r\n');
  const { app, page } = await launch({ dataDir });
  await call(page, 'project.open', { path: root });
  await page.reload();
  await board(page).getByRole('button', { name: TITLE }).first().click();
  const verdict = page.getByRole('main', { name: 'Verdict' });
  await verdict.getByRole('button', { name: 'Reject' }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('The logger of src/log.js, never the console');
  await page.getByRole('button', { name: 'Reject the result' }).click();
  await expectStatus(page, 'rejected');

  const dialog = page.getByRole('dialog', { name: 'New coaching entry' });
  const words = dialog.getByRole('textbox', { name: 'What a worker is told' });
  // Beside a criterion it is of that one alone.
  await verdict.getByRole('button', { name: 'Make this a coaching entry' }).last().click();
  await expect(words).toHaveValue(/^Before you end your turn, see that this holds: Nothing goes to the console/);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await visit(app, page, [
    [
      'coaching-draft',
      async () => {
        await verdict.getByRole('button', { name: 'Make this a coaching entry' }).first().click();
        await expect(words).toHaveValue('Take care of this: The logger of src/log.js, never the console.');
      },
    ],
  ]);
  await expect(dialog.getByText(`“${TITLE}” was rejected: The logger of src/log.js, never the console`)).toBeVisible();
  expect(await codeOf(page, 'Probe')).toContain(`base: "${change.base}"`);

  // What is wrong with a probe is said while it is written; one key takes it back.
  const probe = dialog.getByRole('textbox', { name: 'Probe' });
  const tryFirst = dialog.getByRole('button', { name: 'Try it first' });
  await probe.locator('.cm-line', { hasText: 'kind: command' }).click();
  await page.keyboard.press('End');
  await page.keyboard.type('er');
  await expect(dialog.locator('#probe-mistakes')).toContainText(/Line \d+: /);
  await expect(tryFirst).toBeDisabled();
  await page.keyboard.press('Control+z');
  await expect(tryFirst).toBeEnabled();

  await words.fill('Use the logger of src/log.js, never the console.');
  await dialog.getByRole('textbox', { name: 'Paths' }).fill('src/**');
  await tryFirst.click();
  const confirm = page.getByRole('dialog', { name: 'Saved. Confirm the probe?' });
  await visit(app, page, [['coaching-confirm', async () => expect(confirm).toContainText('told apart at birth')]]);
  await confirm.getByRole('button', { name: 'Not now' }).click();
  const file = (): string => readFileSync(join(root, '.drover', 'coaching.md'), 'utf8');
  const id = 'use-the-logger-of-src';
  expect(file()).toBe(
    '# Ours\r\n\r\n* Ask first. <!-- id: ask -->\r\n\r\n## Archive\r\n\r\n' +
      `* Use the logger of src/log.js, never the console. <!-- id: ${id}; paths: src/** -->\r\n` +
      '  - Under consideration: not told yet. <!-- evidence -->\r\n',
  );
  const written = readFileSync(join(root, '.drover', 'probes', `${id}.md`), 'utf8');
  expect(written).toContain(`base: "${change.base}"`);
  expect(written).toContain('! grep -rn console src');
  expect(written).not.toContain('commander');

  // On its screen it is edited, and told from now on.
  const screen = await openCoaching(page);
  await rowOf(screen, id).click();
  const entry = screen.getByRole('region', { name: 'About the entry' });
  await expect(entry).toContainText('Under consideration: told to nobody yet.');
  await entry.getByRole('button', { name: 'Edit', exact: true }).click();
  const edit = page.getByRole('dialog', { name: `Edit ${id}` });
  await edit.getByRole('textbox', { name: 'What a worker is told' }).fill('Use the logger of src/log.js.');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(entry.getByText('Use the logger of src/log.js.', { exact: true })).toBeVisible();
  await entry.getByRole('button', { name: 'Tell it from now on' }).click();
  await expect
    .poll(file)
    .toContain(`* Ask first. <!-- id: ask -->\r\n* Use the logger of src/log.js. <!-- id: ${id}; paths: src/** -->\r\n`);
  expect(file()).not.toContain('Under consideration');

  // What was dispatched is its history: as charts that the keyboard reads, and as numbers.
  await screen.getByRole('button', { name: 'Show the history' }).click();
  const chart = screen.getByRole('group', { name: /^Passed on demo: 0 of 1/ });
  await visit(app, page, [
    [
      'coaching-history',
      async () => {
        await chart.focus();
        await page.keyboard.press('ArrowRight');
        await expect(chart).toContainText('0 of 1 passed');
      },
    ],
  ]);
  await screen.getByRole('button', { name: 'Show as a table' }).click();
  await expect(screen.getByRole('row', { name: /demo 1 0 0 0 of 1$/ })).toBeVisible();
});

test('an entry shows why it is in its state, and every trial of it, whose runs are opened from there alone', async ({
  launch,
  temporaryFolder,
}) => {
  test.setTimeout(180_000);
  const dataDir = temporaryFolder('profile');
  const root = realpathSync(temporaryFolder('project'));
  const change = makeChange(root, { 'src/retry.js': 'retry();\n' }, () => write(root, 'src/retry.js', 'console.log(retry());\n'));
  const tried: TriedEntry = { id: 'logger', text: 'Use the logger, **never** `console`.', pairs: [...times(200, helped), alike] };
  write(root, '.drover/coaching.md', coachingText([tried]));
  writeProbe(root, tried.id, change.base);
  mkdirSync(dataDir, { recursive: true });
  const arms: JudgedSession[] = [];
  const log = openLog(join(dataDir, 'log.db'));
  try {
    await writeTrials(log, root, [tried]);
    const newest = [...createTrialLogs(log).of(root).ledger().trials.values()].findLast(({ id }) => id.endsWith('-0'));
    if (newest?.sessions.with == null) throw new Error('there is no trial');
    const trial = { project: root, run: newest.run, trial: newest.id, entry: tried.id };
    arms.push({ ...judged(change, true), id: newest.sessions.with, trial: { ...trial, arm: 'with' } });
    arms.push({ ...judged(change, false), id: newest.sessions.without, trial: { ...trial, arm: 'without' } });
  } finally {
    await log.close();
  }
  await writeJudged(dataDir, change, arms);
  const { app, page } = await launch({ dataDir });
  await call(page, 'project.open', { path: root });
  await page.reload();
  await expect(board(page).getByRole('button', { name: TITLE })).toHaveCount(0);
  expect(await call(page, 'sessions.list', undefined)).toEqual([]);

  const screen = await openCoaching(page);
  const entry = screen.getByRole('region', { name: 'About the entry' });
  await visit(app, page, [
    [
      'coaching-entry',
      async () => {
        await rowOf(screen, tried.id).click();
        await expect(entry).toContainText('demo passes 201 of 201 with it and 1 of 201 without.');
      },
    ],
  ]);
  // Hundreds of them: only those in sight exist, and the last one is reached by the keyboard.
  const trials = entry.getByRole('list', { name: 'Trials, newest first' }).getByRole('listitem');
  await expect(trials.first()).toHaveAttribute('aria-setsize', '201');
  expect(await trials.count()).toBeLessThan(40);
  await entry.focus();
  await page.keyboard.press('End');
  const oldest = entry.locator('[aria-posinset="201"]');
  await expect(oldest).toBeVisible();
  await oldest.getByRole('button', { name: 'Compare the two runs' }).click();
  const compare = page.getByRole('main', { name: 'Compare' });
  await expect(compare).toContainText('They share no events; each is shown from its beginning.');
  await expect(compare.getByRole('button', { name: `without logger: ${TITLE}` })).toBeVisible();
  // Who comes back finds the place again.
  await page.keyboard.press('Escape');
  await expect(oldest).toBeVisible();
  await oldest.getByRole('button', { name: /^With: Passed/ }).click();

  // A run is a session like any other, but nobody decides on it.
  await expectStatus(page, 'passed');
  const header = page.locator('header', { hasText: 'Trial of' });
  await expect(header).toContainText('Trial of logger: with it');
  await expect(page.getByRole('heading', { name: /^Passed/ })).toBeVisible();
  for (const name of ['Accept', 'Reject', 'Send back', 'Make this a coaching entry'])
    await expect(page.getByRole('button', { name: new RegExp(`^${name}`) })).toHaveCount(0);
  await visit(app, page, [['coaching-run', async () => expect(header).toBeVisible()]]);
  await header.getByRole('button', { name: 'Open the run without it' }).click();
  await expectStatus(page, 'failed');
  await expect(header).toContainText('Trial of logger: without it');
  await header.getByRole('button', { name: 'logger', exact: true }).click();
  await expect(entry).toContainText('Use the logger');
  expect(await call(page, 'sessions.list', undefined)).toEqual([]);
});
