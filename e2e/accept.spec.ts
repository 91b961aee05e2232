/** From a passed verdict to a branch of the worker's own commits, and from there to a pull request. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from './support/launch.ts';
import { answerFolderDialog, copyDemoProject, git } from './support/repository.ts';
import { board, choose, expectStatus, rowOf } from './support/screens.ts';
import { makeGh } from './support/stand-in-gh.ts';
import { visit } from './support/visit.ts';

const TITLE = 'Read durations with several units';
const BRANCH = 'drover/units';

test('the worker’s own commits, the last message edited, pushed and opened as a pull request', async ({ launch, temporaryFolder }) => {
  test.setTimeout(240_000);
  const project = copyDemoProject(temporaryFolder('project'));
  const remote = join(temporaryFolder('remotes'), 'acme', 'widgets.git');
  execFileSync('git', ['init', '--quiet', '--bare', remote]);
  git(project, 'remote', 'add', 'origin', remote);
  const gh = makeGh(temporaryFolder('bin'), 'acme/widgets');
  const { app, page } = await launch({ env: { PATH: gh.path } });
  await answerFolderDialog(app, project);
  await page.getByRole('button', { name: 'Open a repository' }).click();
  await board(page).getByRole('button', { name: TITLE }).click();
  await choose(page, 'Model', /commits/);
  await page.getByRole('button', { name: 'Dispatch' }).click();
  await expectStatus(page, 'passed');

  // Sent back, it does the same again in commits, and leaves a file uncommitted.
  const verdict = page.getByRole('main', { name: 'Verdict' });
  await page.getByRole('tab', { name: 'Verdict' }).click();
  await verdict.getByRole('button', { name: 'Send back' }).click();
  const back = page.getByRole('dialog', { name: 'Send back to the worker' });
  await back.getByRole('textbox', { name: 'Message' }).fill('Commit it.');
  await back.getByRole('button', { name: 'Send back' }).click();
  await expect(rowOf(page, 'Sent back')).toBeVisible();
  await expect(rowOf(page, 'Gate: a fresh checkout')).toHaveCount(2, { timeout: 60_000 });
  await expectStatus(page, 'passed');

  await page.getByRole('tab', { name: 'Verdict' }).click();
  await verdict.getByRole('button', { name: 'Accept' }).click();
  const accept = page.getByRole('dialog', { name: 'Accept into a branch' });
  await accept.getByText('The worker’s 2 commits').click();
  await expect(accept.getByRole('list', { name: 'The worker’s commits' }).getByRole('listitem')).toContainText([
    'Read several units',
    'Add one',
  ]);
  await accept.getByRole('textbox', { name: 'Branch' }).fill(BRANCH);
  await accept.getByRole('textbox', { name: /^Message of the last commit/ }).fill('Add the rest\n\nNobody asked for it.');
  await visit(app, page, [['accept-commits', () => Promise.resolve()]]);
  await accept.getByRole('button', { name: 'Make the branch' }).click();
  await expectStatus(page, 'accepted');
  const log = (format: string): string[] => git(project, 'log', '--reverse', `--format=${format}`, `HEAD..${BRANCH}`).split('\n');
  expect(log('%s')).toEqual(['Read several units', 'Add one', 'Add the rest']);
  expect(log('%an <%ae>')).toEqual(Array(3).fill('Test Person <person@test.invalid>'));
  expect(git(project, 'log', '-1', '--format=%b', BRANCH)).toBe('Nobody asked for it.');

  await verdict.getByRole('button', { name: 'Open a pull request' }).click();
  const dialog = page.getByRole('dialog', { name: 'Open a pull request' });
  await expect(dialog).toContainText('acme/widgets');
  await expect(dialog.getByRole('textbox', { name: 'Into' })).toHaveValue('main');
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Read several units');
  await dialog.getByRole('textbox', { name: 'Text' }).fill('`1h30m` is read.');
  await dialog.getByRole('checkbox', { name: 'As a draft' }).check();
  await visit(app, page, [['pull-request', () => Promise.resolve()]]);
  await dialog.getByRole('button', { name: 'Push and open it' }).click();
  await expect(verdict).toContainText(gh.pullRequest);
  await expect(verdict.getByRole('button', { name: 'Open a pull request' })).toHaveCount(0);
  expect(git(remote, 'rev-parse', BRANCH)).toBe(git(project, 'rev-parse', BRANCH));
  expect(gh.asked().at(-1)).toEqual([
    ...['pr', 'create', '--repo=acme/widgets', `--head=${BRANCH}`, '--base=main'],
    ...['--title=Read several units', '--body-file=-', '--draft'],
  ]);
  expect(gh.body()).toBe('`1h30m` is read.');
});
