/** What the window and the terminal say where something is not as it was: a flipped byte, files that wait or are lost, sessions that share nothing. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDrover } from '../src/main/app/drover.ts';
import { REHEARSAL } from '../src/main/app/providers.ts';
import { openLog } from '../src/main/log/log.ts';
import { message } from '../src/main/log/testing-events.ts';
import { makeGround, MODEL, SLUG } from '../test/crash/ground.ts';
import { writeLongSession } from '../test/sessions/long-session.ts';
import { expect, root, test } from './support/launch.ts';
import { call, events, expectStatus, rail } from './support/screens.ts';

const LONG = 'A long session';

/** What one bit of a file's only `word` was is changed: no other byte of it is. */
function flip(file: string, word: string): void {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(word);
  expect(at, 'the word is in the file').toBeGreaterThan(0);
  expect(bytes.indexOf(word, at + 1), 'the word is there once').toBe(-1);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

test('a flipped byte in a copy of the log: the window and the terminal name the first event that does not fit', async ({
  launch,
  temporaryFolder,
}) => {
  const dataDir = temporaryFolder('profile');
  const log = openLog(join(dataDir, 'log.db'));
  const session = await writeLongSession(log, 60);
  await log.append(session, 60, [message('the zyzzyva among the words'), message('what follows'), message('and the end')]);
  await log.close();
  const copy = temporaryFolder('copy');
  cpSync(dataDir, copy, { recursive: true });
  flip(join(copy, 'log.db'), 'zyzzyva');

  const verify = (folder: string, ...options: string[]) =>
    spawnSync(process.execPath, [join(root, 'out/main/cli.js'), 'verify', session, '--data-dir', folder, ...options], { encoding: 'utf8' });
  expect(verify(dataDir)).toMatchObject({ status: 0, stdout: `${session}  ok, 63 events\n` });
  expect(verify(copy)).toMatchObject({ status: 1, stdout: `${session}  event 61 does not fit. It is not what was appended.\n` });
  expect(JSON.parse(verify(copy, '--json').stdout)).toEqual([{ session, ok: false, seq: 61, reason: 'It is not what was appended.' }]);

  const { page } = await launch({ dataDir: copy });
  await rail(page, 'Sessions');
  await page.getByRole('button', { name: LONG, exact: true }).click();
  await page.getByRole('button', { name: 'More about this session' }).click();
  await page.getByRole('menuitem', { name: /Verify/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Verify the session' });
  await expect(dialog).toContainText('60 events fit. The first that does not: #61. It is not what was appended.');
  await dialog.getByRole('button', { name: 'Show #61' }).click();
  await expect(page.getByRole('region', { name: 'At this instant', exact: true }).getByRole('heading', { name: '#61' })).toBeVisible();
});

test('files that are in a sandbox alone are said to wait, and when it is gone to be lost, while one looks', async ({
  launch,
  temporaryFolder,
}) => {
  test.setTimeout(120_000);
  const folder = temporaryFolder('ground');
  const ground = makeGround(folder, 12);
  const dataDir = join(folder, 'data');
  const open = () => openDrover({ dataDir, resources: ground.resources, cipher: null, hurry: true });
  // Left right after its first call, and set to rest: what it wrote has not been fetched, and its sandbox lives on.
  const first = await open();
  const session = await first.dispatch({ project: ground.project, slug: SLUG, provider: REHEARSAL, model: MODEL, target: 'local' });
  for await (const event of first.log.subscribe(session, 1, AbortSignal.timeout(60_000))) if (event.type === 'agent.tool_result') break;
  await first.close();
  const second = await open();
  const { head, uncollected, sandbox } = second.log.stateAt(session);
  expect(uncollected).toHaveLength(1);
  await second.log.append(session, head, [
    { type: 'session.status_idle', stop_reason: { type: 'interrupted' }, stop_details: 'Stopped by the user.' },
  ]);

  const { page } = await launch({ dataDir });
  await rail(page, 'Sessions');
  await page.getByRole('button', { name: 'Leave marks', exact: true }).click();
  const instant = page.getByRole('region', { name: 'At this instant', exact: true });
  await instant.getByRole('tab', { name: 'Files' }).click();
  await expect(instant).toContainText('The files of this instant have not arrived yet');
  await expect(instant).toContainText(`the snapshot of event ${uncollected[0]?.seq}`);

  const id = sandbox?.id ?? '';
  await (await second.targets.get('local')).destroy(id);
  await second.log.append(session, head + 1, [{ type: 'sandbox.lost', sandbox_id: id, reason: 'it is not on the target any more' }]);
  await second.close();
  await expect(instant).toContainText('The files of this instant are lost');
  // Before the call they are those of the project.
  await events(page).press('Home');
  await expect(page.getByRole('region', { name: 'Files' }).getByRole('button', { name: /grown\.txt/ })).toBeVisible();
});

test('two sessions that have nothing in common are compared from their beginnings', async ({ launch, temporaryFolder }) => {
  test.setTimeout(120_000);
  const dataDir = temporaryFolder('profile');
  const log = openLog(join(dataDir, 'log.db'));
  const long = await writeLongSession(log, 60);
  await log.close();
  const { page } = await launch({ dataDir });
  await rail(page, 'Sessions');
  await call(page, 'demo.run', undefined);
  await page.getByRole('button', { name: 'Read durations with several units', exact: true }).click();
  await expectStatus(page, 'passed');
  await rail(page, 'Sessions');
  const boxes = page.locator('tr[data-session]').getByRole('checkbox');
  await expect(boxes).toHaveCount(2);
  for (const box of await boxes.all()) await box.check();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const compare = page.getByRole('main', { name: 'Compare' });
  await expect(compare.getByText('They share no events; each is shown from its beginning.')).toBeVisible();
  const first = compare.getByRole('region', { name: 'Events after the parting' }).locator('[data-line="0"]');
  for (const side of ['A', 'B']) await expect(first.locator(`[data-side=${side}]`)).toHaveAttribute('title', /^#1 /);
  await compare.getByRole('tab', { name: 'Files, A to B' }).click();
  await expect(compare.getByText('The sessions are of two projects, or one of them has no files here yet.')).toBeVisible();

  const [demo] = (await call(page, 'sessions.list', undefined)).filter(({ id }) => id !== long);
  if (demo === undefined) throw new Error('the demo has no session');
  const comparison = await call(page, 'session.compare', { a: demo.id, b: long });
  expect(comparison).toMatchObject({ sharedSeq: 0, a: { events: demo.head, verdict: 'passed' }, b: { events: 60, verdict: null } });
  expect(comparison.a.costUsd).toBeCloseTo(demo.costUsd);
  expect(await call(page, 'session.compare', { a: long, b: long })).toMatchObject({ sharedSeq: 60, a: { events: 0, costUsd: 0 } });
});
