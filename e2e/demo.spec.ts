/** The demo from an empty profile to a branch, and a worker that never gets there. */
import type { ElectronApplication, Page } from '@playwright/test';
import { join } from 'node:path';
import { expect, root, test } from './support/launch.ts';
import { answerFolderDialog, copyDemoProject, git, stateOf } from './support/repository.ts';
import { board, choose, events, expectStatus, rowOf, SESSION_LIMIT_MS, setSize, tabTo } from './support/screens.ts';

const BRANCH = 'drover/read-durations-with-several-units';

test('the demo by mouse: a failed check, a passed one, a verdict with evidence and diff, and a branch', async ({ launch }) => {
  const { app, page, dataDir } = await launch();
  await expect(board(page)).toBeVisible();
  await page.getByRole('button', { name: 'Run the demo' }).click();
  await expectFailureThenSuccess(page);

  await page.getByRole('tab', { name: 'Verdict' }).click();
  const verdict = page.getByRole('main', { name: 'Verdict' });
  await expect(verdict.getByRole('heading', { name: 'Passed: 4 of 4 criteria hold' })).toBeVisible();
  await expect(verdict.getByText('1 held out, all hold')).toBeVisible();
  const criteria = verdict.getByRole('region', { name: 'Criteria' });
  await expect(criteria.locator('[data-criterion][data-passed=true]')).toHaveCount(4);
  await criteria.getByRole('button', { name: /All checks pass/ }).click();
  await expect(criteria.getByText('$ python3 check.py')).toBeVisible();
  const files = verdict.getByRole('navigation', { name: 'Changed files' });
  await expect(files).toContainText('2 files');
  await files.getByRole('button', { name: /durations\.py/ }).click();
  await expect(verdict.getByRole('region', { name: 'Diff' })).toContainText('sum(int(number) * UNITS[unit] for number, unit in parts)');
  if (process.env['DROVER_README_SHOT'] === '1') await readmeShot(app, page);

  const project = join(dataDir, 'demo-project');
  const before = stateOf(project);
  await verdict.getByRole('button', { name: 'Accept' }).click();
  const dialog = page.getByRole('dialog', { name: 'Accept into a branch' });
  await expect(dialog.getByRole('textbox', { name: 'Branch' })).toHaveValue(BRANCH);
  await dialog.getByRole('button', { name: 'Make the branch' }).click();
  await expectStatus(page, 'accepted');
  await expect(verdict.getByText(`Accepted as ${BRANCH}`)).toBeVisible();
  await expect(verdict.getByRole('button', { name: 'Accept' })).toHaveCount(0);
  expectOneCommit(project, before);

  await page.getByRole('button', { name: 'Board', exact: true }).click();
  await expect(board(page).getByRole('region', { name: 'Judged' }).getByText(BRANCH)).toBeVisible();
});

test('the demo by keyboard alone, the focus always in sight', async ({ launch }) => {
  const { page, dataDir } = await launch();
  await expect(board(page)).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Run the demo' }));
  await page.keyboard.press('Enter');
  await expectFailureThenSuccess(page);

  await tabTo(page, page.getByRole('tab', { name: 'Timeline' }));
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const verdict = page.getByRole('main', { name: 'Verdict' });
  await expect(verdict.getByRole('heading', { name: 'Passed: 4 of 4 criteria hold' })).toBeVisible();
  await tabTo(page, verdict.getByRole('button', { name: /All checks pass/ }));
  await page.keyboard.press('Enter');
  await expect(verdict.getByText('$ python3 check.py')).toBeVisible();

  const project = join(dataDir, 'demo-project');
  const before = stateOf(project);
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: 'Accept into a branch' });
  await expect(dialog).toBeVisible();
  await tabTo(page, dialog.getByRole('button', { name: 'Make the branch' }));
  await page.keyboard.press('Enter');
  await expectStatus(page, 'accepted');
  expectOneCommit(project, before);
  await page.keyboard.press('Escape');
  await expect(board(page).getByRole('region', { name: 'Judged' }).getByText(BRANCH)).toBeVisible();
});

test('a worker that never passes ends after its tries, is judged failed and cannot be accepted', async ({ launch, temporaryFolder }) => {
  const project = copyDemoProject(temporaryFolder('project'));
  const before = stateOf(project);
  const { app, page } = await launch();
  await answerFolderDialog(app, project);
  await page.getByRole('button', { name: 'Open a repository' }).click();
  await board(page).getByRole('button', { name: 'Read durations with several units' }).click();
  await choose(page, 'Model', /never-passes/);
  await page.getByRole('button', { name: 'Dispatch' }).click();
  await expectStatus(page, 'failed');

  await events(page).press('[');
  await expect(events(page).getByText('max iterations reached').first()).toBeAttached();
  await expect(page.getByRole('region', { name: 'Gate' })).toContainText('failed');
  await page.getByRole('tab', { name: 'Verdict' }).click();
  const verdict = page.getByRole('main', { name: 'Verdict' });
  await expect(verdict.getByRole('heading', { name: /^Failed: 0 of 4 criteria hold/ })).toBeVisible();
  await expect(verdict.getByRole('button', { name: 'Accept' })).toBeDisabled();
  await page.keyboard.press('a');
  await page.keyboard.press('r');
  await expect(page.getByRole('dialog')).toHaveAccessibleName('Reject the result');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  // Past the button: the main process refuses too.
  const refusal = await page.evaluate(async (branch) => {
    const sessions = await window.drover.call('sessions.list', undefined);
    const session = sessions.ok ? (sessions.value[0]?.id ?? '') : '';
    return window.drover.call('verdict.accept', { session, branch, message: 'Take it all the same' });
  }, BRANCH);
  expect(refusal).toMatchObject({ ok: false, problem: { what: 'Only a passed verdict can be accepted' } });
  expect(stateOf(project)).toEqual(before);
});

async function expectFailureThenSuccess(page: Page): Promise<void> {
  await expect(rowOf(page, 'Self-check of try 1')).toContainText('needs revision', { timeout: SESSION_LIMIT_MS });
  await expect(rowOf(page, 'Self-check of try 2')).toContainText('satisfied', { timeout: SESSION_LIMIT_MS });
  await expectStatus(page, 'passed');
  await page.keyboard.press('[');
  const first = page.getByRole('region', { name: 'Self-check 1' });
  await expect(first).toContainText('needs revision');
  await expect(first.locator('[data-criterion=checks]')).toHaveAttribute('data-passed', 'false');
}

/** A new branch with one commit by the repository's user on the base; HEAD, index and files as they were. */
function expectOneCommit(project: string, before: ReturnType<typeof stateOf>): void {
  const after = stateOf(project);
  const added = after.refs.split('\n').filter((ref) => !before.refs.split('\n').includes(ref));
  expect({ ...after, refs: '' }).toEqual({ ...before, refs: '' });
  expect(added).toEqual([`refs/heads/${BRANCH} ${git(project, 'rev-parse', BRANCH)}`]);
  expect(git(project, 'rev-list', '--count', `HEAD..${BRANCH}`)).toBe('1');
  expect(git(project, 'rev-parse', `${BRANCH}^`)).toBe(before.head);
  expect(git(project, 'log', '-1', '--format=%an <%ae>%n%s', BRANCH)).toBe(
    `${git(project, 'config', 'user.name')} <${git(project, 'config', 'user.email')}>\nRead durations with several units`,
  );
  expect(git(project, 'diff', '--name-only', 'HEAD', BRANCH).split('\n')).toEqual(['CHANGELOG.md', 'durations.py']);
}

/** The picture in README.md: the verdict as the demo leaves it, in the light theme. */
async function readmeShot(app: ElectronApplication, page: Page): Promise<void> {
  await setSize(app, page, 1440, 900);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.mouse.move(700, 60);
  await page.screenshot({ path: join(root, 'docs', 'verdict.png') });
}
