/** An SSH box in the window: added by typing, confirmed, worked on, stopped. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { canStartBox, startBox, type Box } from '../test/box/box.ts';
import { expect, test, type Launched } from './support/launch.ts';
import { answerFolderDialog, copyDemoProject, git } from './support/repository.ts';
import { board, choose, expectStatus, rowOf, SESSION_LIMIT_MS } from './support/screens.ts';
import { saveTarget } from './support/target.ts';

test.skip(!canStartBox, 'a box takes Linux, root and an SSH server');
test.setTimeout(180_000);

let box: Box;
test.beforeEach(async () => void (box = await startBox()));
test.afterEach(() => box.remove());

const OTHER_KEY = 'SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

async function openDemoSpec({ app, page }: Launched, project: string): Promise<void> {
  await page.getByRole('button', { name: 'Board', exact: true }).click();
  await answerFolderDialog(app, project);
  await page.getByRole('button', { name: 'Open a repository' }).click();
  await board(page).getByRole('button', { name: 'Read durations with several units' }).click();
}

async function expectNothingLeft(): Promise<void> {
  await expect.poll(() => box.processesOfUser(), { timeout: SESSION_LIMIT_MS }).toEqual([]);
  const sandboxes = join(box.home, '.drover', 'sandboxes');
  const left = existsSync(sandboxes) ? readdirSync(sandboxes).flatMap((installation) => readdirSync(join(sandboxes, installation))) : [];
  expect(left).toEqual([]);
}

async function typeTarget(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('tab', { name: 'Targets' }).click();
  await page.getByRole('button', { name: 'Add target' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add target' });
  const fields: [label: string, text: string][] = [
    ['Host', box.host],
    ['Port', String(box.port)],
    ['User', box.user],
    ['Private key', box.identity],
    ['Name', 'oak-box'],
  ];
  for (const [label, text] of fields) {
    const field = dialog.getByRole('textbox', { name: label, exact: true });
    await field.fill('');
    await field.pressSequentially(text);
  }
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
}

test('a box is added by typing, its fingerprint confirmed, and the demo spec judged and accepted on it', async ({
  launch,
  temporaryFolder,
}) => {
  const launched = await launch();
  const { page } = launched;
  await expect(board(page)).toBeVisible();
  await typeTarget(page);

  await page.getByText(`${box.user}@${box.host}:${box.port}`).waitFor();
  const test = page.getByRole('button', { name: 'Test connection' }).last();
  await test.click();
  const question = page.getByRole('dialog', { name: `${box.host} is not known yet` });
  const fingerprint = execFileSync('ssh-keygen', ['-lf', join(box.folder, 'host.pub')], { encoding: 'utf8' }).split(' ')[1] ?? '';
  await expect(question.locator('[data-fingerprint]')).toHaveText(fingerprint);
  const refused = await page.evaluate((key) => window.drover.call('target.trust', { id: 'oak-box', fingerprint: key }), OTHER_KEY);
  expect(refused).toMatchObject({ ok: false, problem: { what: expect.stringContaining('not the key') } });
  await question.getByRole('button', { name: 'It is the same, trust it' }).click();
  const report = page.getByRole('status').filter({ hasText: 'Bubblewrap' });
  await expect(report).toContainText('Ready');
  const arch = execFileSync('uname', ['-m'], { encoding: 'utf8' }).trim();
  await expect(report).toContainText(new RegExp(`System.*${arch}`));
  await expect(report).toContainText(/Bubblewrap\d+\.\d+/);
  await expect(report).toContainText(`User${box.user}`);
  await test.click();
  await expect(report).toContainText('Ready');
  await expect(question).toHaveCount(0);

  const project = copyDemoProject(temporaryFolder('project'));
  await openDemoSpec(launched, project);
  await choose(page, 'Model', /^demo/);
  await choose(page, 'Target', /^oak-box/);
  await page.getByRole('button', { name: 'Dispatch' }).click();
  await expect(rowOf(page, 'Self-check of try 1')).toContainText('needs revision', { timeout: SESSION_LIMIT_MS });
  await expect(page.locator('header').first()).toContainText('demo @ oak-box');
  await expect(page.locator('header').first()).toContainText(`bubblewrap · ${arch}`);
  await expectStatus(page, 'passed');
  await expectNothingLeft();

  await page.getByRole('tab', { name: 'Verdict' }).click();
  const verdict = page.getByRole('main', { name: 'Verdict' });
  await expect(verdict.getByRole('heading', { name: 'Passed: 4 of 4 criteria hold' })).toBeVisible();
  await expect(verdict.getByText('fresh checkout @ oak-box')).toBeVisible();
  await verdict.getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make the branch' }).click();
  await expectStatus(page, 'accepted');
  expect(git(project, 'diff', '--name-only', 'main', 'drover/read-durations-with-several-units').split('\n')).toEqual([
    'CHANGELOG.md',
    'durations.py',
  ]);
  expect(git(project, 'status', '--porcelain')).toBe('');
});

test('Stop while a command runs leaves no process on the box, and Continue goes on to the verdict', async ({ launch, temporaryFolder }) => {
  const launched = await launch();
  const { page } = launched;
  await expect(board(page)).toBeVisible();
  await saveTarget(page, box);
  await openDemoSpec(launched, copyDemoProject(temporaryFolder('project')));
  await choose(page, 'Model', /^slow-command/);
  await choose(page, 'Target', /^Box/);
  await page.getByRole('button', { name: 'Dispatch' }).click();
  await expect(page.getByLabel('Output so far')).toContainText('line 3', {
    timeout: SESSION_LIMIT_MS,
  });
  expect(await box.processesOfUser()).not.toEqual([]);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expectStatus(page, 'waiting');
  await expect(page.getByText('Stopped by you')).toBeVisible();
  await expectNothingLeft();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expectStatus(page, 'passed');
  await expectNothingLeft();
});

test('a box that is down at the dispatch: the window says so, and Continue goes on when it is back', async ({
  launch,
  temporaryFolder,
}) => {
  const launched = await launch();
  const { page } = launched;
  await expect(board(page)).toBeVisible();
  await saveTarget(page, box);
  await box.stop();
  await openDemoSpec(launched, copyDemoProject(temporaryFolder('project')));
  await choose(page, 'Model', /^demo/);
  await choose(page, 'Target', /^Box/);
  await page.getByRole('button', { name: 'Dispatch' }).click();
  await expectStatus(page, 'waiting');
  await expect(page.getByText('Nothing listens there').last()).toBeVisible();
  await expect(page.getByText(`${box.host}:${box.port}`).last()).toBeVisible();
  await box.start();
  await page.getByRole('button', { name: 'Continue' }).first().click();
  await expectStatus(page, 'passed');
});
