/** A verdict as it is read, commented on, sent back and accepted: by mouse, by keys, in both themes and at both sizes. */
import type { ElectronApplication, Page } from '@playwright/test';
import type { CriterionResult } from '../src/shared/criteria.ts';
import type { GateFinding } from '../src/shared/verdict.ts';
import type { JudgedSession } from '../test/sessions/judged-session.ts';
import { makeChange, resultOf, write, writeJudged, type Change } from './support/judged.ts';
import { expect, test } from './support/launch.ts';
import { answerFolderDialog, copyDemoProject, git } from './support/repository.ts';
import { board, choose, expectStatus, rowOf, tabTo } from './support/screens.ts';
import { visit } from './support/visit.ts';

const PARSE = `const units = { h: 3600, min: 60, s: 1 };\n\nexport function parse(text) {\n  const [, amount, unit] = /(\\d+)(h|min|s)/.exec(text);\n  return Number(amount) * units[unit];\n}\n`;
const PARSE_NOW = `const units = { h: 3600, min: 60, s: 1 };\n\nexport function parse(text) {\n  const parts = [...text.matchAll(/(\\d+)(h|min|s)/g)];\n  if (parts.length === 0) throw new TypeError('not a duration: ' + text);\n  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit], 0);\n}\n`;

function durations(root: string): Change {
  return makeChange(
    root,
    {
      'src/parse.js': PARSE,
      'test/parse.test.js': 'test one\ntest two\n',
      'old-name.md': 'one\ntwo\nthree\nfour\n',
      'win.txt': 'a\r\nb\r\n',
    },
    () => {
      write(root, 'src/parse.js', PARSE_NOW);
      write(root, 'test/parse.test.js', 'test one\n');
      write(root, 'conftest.py', 'import sys\n');
      write(root, 'win.txt', 'a\r\nc\r\n');
      write(root, 'long.json', `{"data":"${'x'.repeat(5000)}"}\n`);
    },
  );
}

const tests = 'ok 1 - reads hours\nok 2 - reads minutes\nnot ok 3 - reads "1h30min"\n  expected 5400, received 3600\n';
const criteria: CriterionResult[] = [
  resultOf('tests', {
    title: 'All tests pass',
    passed: false,
    reason: 'It exited 1; 1 fewer test ran than on the base.',
    stdout: tests,
    tests: { now: { ran: 11, failed: 1, skipped: 0 }, base: { ran: 12, failed: 1, skipped: 0 } },
    runs: [
      { passed: false, reason: 'exit 1', durationMs: 1840 },
      { passed: false, reason: 'exit 1', durationMs: 1790 },
    ],
  }),
  resultOf('stable', {
    title: 'The stress test is stable',
    passed: false,
    doubt: 'flaky',
    reason: '1 of 3 runs failed.',
    runs: [
      { passed: true, reason: 'exit 0', durationMs: 900 },
      { passed: false, reason: 'exit 1: timed out after 5 s', durationMs: 5100 },
      { passed: true, reason: 'exit 0', durationMs: 910 },
    ],
  }),
  resultOf('speed', {
    title: 'Parsing is no slower',
    kind: 'metric',
    reason: 'The median is 0.97 of the base; at most 1.1 is asked for.',
    measure: { value: 41.2, values: [40.1, 41.2, 43.02], base: 42.5 },
  }),
  resultOf('scope', {
    title: 'Only the parser changes',
    kind: 'diff',
    passed: false,
    weight: 'should',
    reason: 'test/parse.test.js matches test/**, which must not change.',
    evidence: { ...resultOf('x').evidence, subject: 'must change src/**; must not touch test/**', exitCode: null, durationMs: 4 },
  }),
  resultOf('readable', {
    title: 'Reads like the code around it',
    kind: 'rubric',
    visibility: 'held_out',
    reason: '2 of 3 answers say yes.',
    evidence: { ...resultOf('x').evidence, subject: 'Does the change read like the code around it?', exitCode: null, durationMs: 9400 },
    answers: [
      {
        quotes: [{ text: 'parts.reduce((sum, [, amount, unit])', found: true }],
        reasoning: 'One expression, as elsewhere.',
        ruling: 'yes',
      },
      { quotes: [{ text: 'parts.length === 0', found: true }], reasoning: 'It refuses what is no duration.', ruling: 'yes' },
      { quotes: [{ text: 'for (const part of parts)', found: false }], reasoning: 'It loops by hand.', ruling: 'unclear' },
    ],
    costUsd: 0.0042,
  }),
  resultOf('file', { title: 'CHANGELOG.md exists', kind: 'file', reason: 'It exists.' }),
];
const findings: GateFinding[] = [
  {
    kind: 'protected',
    subject: 'test/parse.test.js',
    change: 'modified',
    action: 'restored',
    message: 'An existing test was changed; the base’s was used.',
  },
  { kind: 'steering', subject: 'conftest.py', change: 'added', action: 'dropped', message: 'pytest runs it before every test.' },
  { kind: 'fewer_tests', subject: 'tests', change: null, action: 'noted', message: '11 tests ran, 12 on the base.' },
  { kind: 'isolation', subject: 'local', change: null, action: 'noted', message: 'The checkout ran without bubblewrap.' },
];
const spec: JudgedSession['criteria'] = [
  { id: 'tests', kind: 'command', run: 'npm test', title: 'All tests pass' },
  { id: 'stable', kind: 'command', run: 'npm run stress', title: 'The stress test is stable' },
  { id: 'speed', kind: 'metric', run: 'npm run bench', title: 'Parsing is no slower', unit: 'ms', of: 'ratio_to_base', atMost: 1.1 },
  { id: 'scope', kind: 'diff', mustNotChange: ['test/**'], title: 'Only the parser changes', weight: 'should' },
  { id: 'readable', kind: 'rubric', question: 'Does the change read like the code around it?', visibility: 'held_out' },
  { id: 'file', kind: 'file', path: 'CHANGELOG.md' },
];

function failed(change: Change): JudgedSession {
  const shown = criteria.filter((one) => one.visibility === 'shown');
  const worse = shown.map((one) => (one.id === 'file' || one.id === 'speed' ? { ...one, passed: false } : one));
  return {
    ...change,
    title: 'Read durations with several units',
    criteria: spec,
    iterations: [
      { result: 'needs_revision', explanation: '0 of 5 hold.', criteria: worse },
      {
        result: 'needs_revision',
        explanation: '2 of 5 hold.',
        criteria: shown.map((one) => (one.id === 'tests' ? { ...one, passed: true } : one)),
      },
      { result: 'max_iterations_reached', explanation: '2 of 5 hold after 3 tries.', criteria: shown },
    ],
    verdict: { passed: false, explanation: '3 of 6 criteria hold; 1 required one fails and 1 is in doubt.', criteria, findings },
    changed: { files: 5, insertions: 6, deletions: 4 },
    costUsd: 0.18,
  };
}

async function openVerdict(page: Page): Promise<void> {
  await expect(board(page)).toBeVisible();
  await board(page).getByRole('button', { name: 'Read durations with several units' }).first().click();
  await expect(page.getByRole('main', { name: 'Verdict' })).toBeVisible();
}

test('a verdict of every kind of evidence, what the gate noticed, and the way to the file', async ({ launch, temporaryFolder }) => {
  const dataDir = temporaryFolder('profile');
  const change = durations(temporaryFolder('project'));
  await writeJudged(dataDir, change, [failed(change)]);
  const { app, page } = await launch({ dataDir });
  await openVerdict(page);
  const verdict = page.getByRole('main', { name: 'Verdict' });
  const region = verdict.getByRole('region', { name: 'Criteria' });

  await expect(region.locator('[data-criterion=tests]')).toContainText('expected 5400, received 3600');
  await expect(region.locator('[data-criterion=stable]'), 'a doubt is no plain fail').toHaveAttribute('data-doubt', 'flaky');
  for (const title of ['All tests pass', 'The stress test is stable', 'Parsing is no slower', 'Reads like the code around it']) {
    await region.getByRole('button', { name: title }).click();
  }
  await expect(region.getByRole('region', { name: 'Tests' })).toContainText('1 fewer than on the base.');
  await expect(region.getByRole('region', { name: '3 runs, 2 passed' })).toContainText('timed out after 5 s');
  await expect(region.getByRole('region', { name: 'Measured' })).toContainText('at most 1.1 × the base');
  await expect(region.getByRole('region', { name: /Asked 3 times: 2 yes, 1 unclear/ })).toContainText('not found in what it was given');

  const noticed = region.getByRole('region', { name: 'What the gate noticed' });
  await expect(noticed.getByRole('listitem')).toHaveCount(4);
  await noticed.getByRole('button', { name: 'test/parse.test.js' }).click();
  const diff = verdict.getByRole('region', { name: 'Diff' });
  await expect(diff).toContainText('−test two');

  const show = async (): Promise<void> => {
    await region.evaluate((element) => element.scrollTo(0, 0));
  };
  await visit(app, page, [
    ['verdict-kinds', show],
    ['verdict-findings', () => noticed.scrollIntoViewIfNeeded()],
  ]);
});

test('lines are commented on by mouse and by keys, and nothing of it is lost by leaving or reloading', async ({
  launch,
  temporaryFolder,
}) => {
  const dataDir = temporaryFolder('profile');
  const change = durations(temporaryFolder('project'));
  await writeJudged(dataDir, change, [failed(change)]);
  const { app, page } = await launch({ dataDir });
  await openVerdict(page);
  const verdict = page.getByRole('main', { name: 'Verdict' });
  const diff = verdict.getByRole('region', { name: 'Diff' });
  const files = verdict.getByRole('navigation', { name: 'Changed files' });

  // By mouse, on a line that was added.
  await files
    .getByRole('button', { name: /parse\.js/ })
    .first()
    .click();
  await diff.getByRole('button', { name: 'Comment on new line 5', exact: true }).first().click();
  await page.getByRole('textbox', { name: 'Your comment on this line' }).fill('Say which unit is missing.');
  await page.getByRole('button', { name: 'Add comment' }).click();
  await expect(diff.getByRole('article', { name: 'Comment on new line 5' })).toContainText('Say which unit is missing.');

  // By keys: to the next change, its old side, a comment; then the next file.
  await page.keyboard.press(']');
  await page.keyboard.press('n');
  await page.keyboard.press('c');
  await page.keyboard.type('Why is this test gone?');
  await page.keyboard.press('Control+Enter');
  await expect(diff.getByRole('article', { name: 'Comment on old line 2' })).toContainText('Why is this test gone?');
  await page.keyboard.press('v');
  await expect(verdict.getByRole('checkbox', { name: 'Viewed test/parse.test.js' })).toBeChecked();
  await expect(verdict.getByText(/, 1 viewed/)).toBeVisible();
  await expect(verdict.getByRole('button', { name: 'Send back with 2 comments' })).toBeVisible();

  // Half a thought, the screen left, the window reloaded.
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('c');
  await page.keyboard.type('And this');
  await page.getByRole('tab', { name: 'Changes' }).click();
  await page.reload();
  await openVerdict(page);
  await expect(page.getByRole('textbox', { name: 'Your comment on this line' })).toHaveValue('And this');
  await page.getByRole('textbox', { name: 'Your comment on this line' }).press('Escape');
  await expect(verdict.getByRole('button', { name: 'Send back with 2 comments' })).toBeVisible();
  await expect(verdict.getByText(/, 1 viewed/)).toBeVisible();

  // Side by side, remembered; both sides have their remarks.
  await verdict.getByRole('button', { name: 'Split' }).click();
  await files
    .getByRole('button', { name: /parse\.js/ })
    .first()
    .click();
  await expect(diff.getByRole('button', { name: 'Comment on old line 4', exact: true }).first()).toBeVisible();
  await page.reload();
  await openVerdict(page);
  await expect(verdict.getByRole('button', { name: 'Split' })).toHaveAttribute('aria-pressed', 'true');
  await files
    .getByRole('button', { name: /parse\.js/ })
    .first()
    .click();
  const remark = diff.getByRole('article', { name: 'Comment on new line 5' });
  await remark.getByRole('button', { name: 'Edit the comment' }).click();
  await page.getByRole('textbox', { name: 'Your comment on this line' }).fill('Name the unit.');
  await page.keyboard.press('Control+Enter');
  await expect(remark).toContainText('Name the unit.');

  await visit(app, page, [
    [
      'verdict-split',
      () =>
        files
          .getByRole('button', { name: /parse\.js/ })
          .first()
          .click(),
    ],
    [
      'verdict-send-back',
      async () => {
        await page.keyboard.press('s');
        await expect(page.getByRole('dialog', { name: 'Send back to the worker' })).toBeVisible();
      },
      () => page.keyboard.press('Escape'),
    ],
  ]);
  await files
    .getByRole('button', { name: /parse\.js/ })
    .first()
    .click();
  await remark.getByRole('button', { name: 'Remove the comment' }).click();
  await expect(verdict.getByRole('button', { name: 'Send back with 1 comment' })).toBeVisible();
});

/** Dispatches the demo's spec to a model of the rehearsal and waits for what came of it. */
async function rehearse(app: ElectronApplication, page: Page, project: string, model: RegExp, status: string): Promise<void> {
  await answerFolderDialog(app, project);
  await page.getByRole('button', { name: 'Open a repository' }).click();
  await board(page).getByRole('button', { name: 'Read durations with several units' }).click();
  await choose(page, 'Model', model);
  await page.getByRole('button', { name: 'Dispatch' }).click();
  await expectStatus(page, status);
}

const BRANCH = 'drover/read-durations-with-several-units';

test('by mouse: judged, commented on, sent back, judged again, accepted', async ({ launch, temporaryFolder }) => {
  test.setTimeout(240_000);
  const project = copyDemoProject(temporaryFolder('project'));
  const { app, page } = await launch();
  await rehearse(app, page, project, /sent-back/, 'passed');
  await page.getByRole('tab', { name: 'Verdict' }).click();
  const verdict = page.getByRole('main', { name: 'Verdict' });
  const diff = verdict.getByRole('region', { name: 'Diff' });
  await verdict
    .getByRole('navigation', { name: 'Changed files' })
    .getByRole('button', { name: /durations\.py/ })
    .click();
  await diff
    .getByRole('button', { name: /^Comment on new line/ })
    .last()
    .click();
  await page.getByRole('textbox', { name: 'Your comment on this line' }).fill('Why this way?');
  await page.getByRole('button', { name: 'Add comment' }).click();
  await verdict.getByRole('button', { name: 'Send back with 1 comment' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send back to the worker' });
  await expect(dialog.getByRole('region', { name: 'Comments' })).toContainText('Why this way?');
  await dialog.getByRole('textbox', { name: 'Message' }).fill('Write down why.');
  await dialog.getByRole('button', { name: 'Send back with 1 comment' }).click();

  // It goes on; the verdict that was stays in the timeline, with what was said about it.
  await expect(rowOf(page, 'Sent back')).toContainText('1 remark');
  await expectStatus(page, 'passed');
  await expect(rowOf(page, 'Gate: a fresh checkout')).toHaveCount(2);
  await rowOf(page, 'Gate: a fresh checkout').first().click();
  await expect(page.getByRole('region', { name: 'Gate' })).toContainText('passed');

  // The loop: two tries, each with its gate.
  const iterations = page.getByRole('region', { name: 'Iterations', exact: true });
  await iterations.getByRole('button', { name: 'Iterations' }).click();
  const grid = page.getByRole('region', { name: 'Iterations, criterion by criterion' });
  await expect(grid.getByRole('columnheader')).toContainText(['Criterion', 'Try 1', 'Gate', 'Try 2', 'Gate']);
  await grid
    .getByRole('button', { name: /, Gate: holds/ })
    .last()
    .click();
  await expect(iterations.getByRole('region', { name: 'Evidence' }).locator('[data-criterion]')).toHaveCount(1);
  await visit(app, page, [['loop', () => Promise.resolve()]]);

  await page.getByRole('tab', { name: 'Verdict' }).click();
  await expect(verdict.getByRole('button', { name: 'Send back', exact: true }), 'what was sent is no draft any more').toBeVisible();
  await verdict.getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('dialog', { name: 'Accept into a branch' }).getByRole('button', { name: 'Make the branch' }).click();
  await expectStatus(page, 'accepted');
  await expect(verdict.getByText(`Accepted as ${BRANCH}`)).toBeVisible();
  expect(git(project, 'diff', '--name-only', 'HEAD', BRANCH).split('\n')).toContain('WHY.md');
});

test('by keys: judged, commented on, sent back, judged again, accepted', async ({ launch, temporaryFolder }) => {
  test.setTimeout(240_000);
  const project = copyDemoProject(temporaryFolder('project'));
  const { app, page } = await launch();
  await rehearse(app, page, project, /sent-back/, 'passed');
  await tabTo(page, page.getByRole('tab', { name: 'Timeline' }));
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const verdict = page.getByRole('main', { name: 'Verdict' });
  await expect(verdict.getByRole('region', { name: 'Diff' })).toContainText('CHANGELOG.md');
  await page.keyboard.press(']');
  await page.keyboard.press(']');
  await page.keyboard.press('n');
  // On from what was removed to the first line that was added: the script wants a remark on what is there now.
  const at = verdict.getByRole('status').filter({ hasText: /line \d+:/ });
  for (let step = 0; step < 20 && (await at.textContent())?.startsWith('added') !== true; step += 1) {
    const before = (await at.textContent()) ?? '';
    await page.keyboard.press('j');
    await expect(at).not.toHaveText(before);
  }
  await expect(at).toHaveText(/^added new line/);
  await page.keyboard.press('c');
  await expect(page.getByRole('textbox', { name: 'Your comment on this line' })).toBeFocused();
  await page.keyboard.type('Why this way?');
  await page.keyboard.press('Control+Enter');
  await expect(verdict.getByRole('article', { name: /^Comment on/ })).toContainText('Why this way?');
  await page.keyboard.press('s');
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await page.keyboard.type('Write down why.');
  await page.keyboard.press('Control+Enter');
  await expect(rowOf(page, 'Sent back')).toContainText('1 remark');
  await expectStatus(page, 'passed');
  await tabTo(page, page.getByRole('tab', { name: 'Timeline' }));
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(verdict.getByRole('heading', { name: /^Passed/ })).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByRole('dialog', { name: 'Accept into a branch' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expectStatus(page, 'accepted');
  expect(git(project, 'rev-list', '--count', `HEAD..${BRANCH}`)).toBe('1');
});

test('what cannot be done as specified is told calmly, with what there is to do, and can be closed', async ({
  launch,
  temporaryFolder,
}) => {
  const project = copyDemoProject(temporaryFolder('project'));
  const { app, page } = await launch();
  await rehearse(app, page, project, /impossible/, 'waiting');
  await expect(rowOf(page, 'cannot be done as specified').first()).toBeAttached();
  await page.getByRole('button', { name: 'Decide' }).click();
  const verdict = page.getByRole('main', { name: 'Verdict' });
  await expect(verdict.getByRole('heading', { name: 'The worker says that it cannot be done as specified' })).toBeVisible();
  await expect(verdict).toContainText('One of the two must go.');
  await expect(verdict.getByRole('textbox', { name: 'Message to the worker' })).toBeVisible();
  await visit(app, page, [['impossible', () => Promise.resolve()]]);
  await verdict.getByRole('button', { name: 'Change the spec' }).click();
  await expect(page.getByRole('main', { name: 'Spec' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await page.getByRole('textbox', { name: 'Reason' }).fill('True, and not worth it.');
  await page.keyboard.press('Control+Enter');
  await expectStatus(page, 'rejected');
  await expect(verdict).toContainText('Closed: True, and not worth it.');
});

test('a diff that is longer than what comes at once hides no file', async ({ launch, temporaryFolder }) => {
  const dataDir = temporaryFolder('profile');
  const root = temporaryFolder('project');
  const line = (word: string, n: number): string => `${word} ${n} of a line that is repeated until nobody reads on\n`;
  const many = (word: string): string => Array.from({ length: 50_000 }, (_, n) => line(word, n)).join('');
  const change = makeChange(root, { 'data.txt': '', 'zz-last.js': 'check();\n' }, () => {
    write(root, 'data.txt', many('row'));
    write(root, 'zz-last.js', '// check();\n');
  });
  await writeJudged(dataDir, change, [{ ...failed(change), changed: { files: 2, insertions: 50_001, deletions: 1 } }]);
  const { page } = await launch({ dataDir });
  await openVerdict(page);
  const verdict = page.getByRole('main', { name: 'Verdict' });
  const diff = verdict.getByRole('region', { name: 'Diff' });
  await expect(diff).toContainText('row 0 of a line');
  await verdict
    .getByRole('navigation', { name: 'Changed files' })
    .getByRole('button', { name: /zz-last\.js/ })
    .click();
  await expect(diff).toContainText('// check();');
  // The long one too goes on to its end, a part at a time.
  await page.keyboard.press('[');
  await page.keyboard.press('x');
  await page.keyboard.press('x');
  await expect(diff).toContainText('row 0 of a line');
  await verdict
    .getByRole('navigation', { name: 'Changed files' })
    .getByRole('button', { name: /zz-last\.js/ })
    .click();
  await diff.evaluate((element) => element.scrollBy(0, -100));
  const more = diff.getByRole('button', { name: 'Show more of this file' });
  await more.click();
  await expect(more).toHaveCount(0);
  await verdict
    .getByRole('navigation', { name: 'Changed files' })
    .getByRole('button', { name: /zz-last\.js/ })
    .click();
  await diff.evaluate((element) => element.scrollBy(0, -100));
  await expect(diff).toContainText('row 49999 of a line');
});
