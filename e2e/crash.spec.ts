/** The whole application killed in the middle of things: started again, its sessions go on by themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { canStartBox, startBox } from '../test/box/box.ts';
import { expect, test, type Launch, type Launched } from './support/launch.ts';
import { answerFolderDialog, copyDemoProject } from './support/repository.ts';
import { board, choose, expectStatus, SESSION_LIMIT_MS } from './support/screens.ts';
import { eventsOf, expectSoundLog, saveTarget, textOf } from './support/target.ts';

test.setTimeout(180_000);

/** kill -9 of the application and of every process that it started: what a power cut leaves of it. */
async function killAll({ app, kill }: Launched): Promise<void> {
  const children = descendants(app.process().pid ?? 0);
  await kill();
  for (const pid of children) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended with the application.
    }
  }
}

function descendants(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  const childrenOf = (pid: number): number[] =>
    [...parents].flatMap(([child, parent]) => (parent === pid ? [child, ...childrenOf(child)] : []));
  return childrenOf(root);
}

async function dispatch({ app, page }: Launched, project: string, model: RegExp, target: RegExp): Promise<void> {
  await answerFolderDialog(app, project);
  await page.getByRole('button', { name: 'Open a repository' }).click();
  await board(page).getByRole('button', { name: 'Read durations with several units' }).click();
  await choose(page, 'Model', model);
  await choose(page, 'Target', target);
  await page.getByRole('button', { name: 'Dispatch' }).click();
}

/** Starts the application again on the same data and touches nothing until the verdict is there. */
async function startAgain(launch: Launch, dataDir: string): Promise<Launched> {
  const again = await launch({ dataDir });
  const judged = board(again.page).getByRole('region', { name: 'Judged' });
  await judged.getByRole('button', { name: 'Read durations with several units' }).click({ timeout: 2 * SESSION_LIMIT_MS });
  await expectStatus(again.page, 'passed');
  return again;
}

for (const place of ['this machine', 'a box'] as const) {
  test(`killed while a command runs on ${place}: the command goes on, is collected, ran once, and the verdict comes`, async ({
    launch,
    temporaryFolder,
  }) => {
    test.skip(place === 'a box' && !canStartBox, 'a box takes Linux, root and an SSH server');
    const box = place === 'a box' ? await startBox() : null;
    try {
      const first = await launch();
      await expect(board(first.page)).toBeVisible();
      if (box !== null) await saveTarget(first.page, box);
      await dispatch(first, copyDemoProject(temporaryFolder('project')), /^slow-command/, box === null ? /here$/ : /^Box/);
      const output = first.page.getByLabel('Output so far');
      await expect(output).toContainText('line 3', { timeout: SESSION_LIMIT_MS });
      await killAll(first);

      const again = await startAgain(launch, first.dataDir);
      await again.close();
      const events = await expectSoundLog(first.dataDir);
      const use = events.find((event) => event.type === 'agent.tool_use' && event.name === 'bash');
      const result = events.find((event) => event.type === 'agent.tool_result' && event.tool_use_id === use?.id);
      expect(textOf(result)).toMatch(/^line 1\n[^]*line 40\nstarted 1 time\(s\)/);
      expect(events.map((event) => event.type)).not.toContain('sandbox.lost');
      if (box !== null) await expect.poll(() => box.processesOfUser()).toEqual([]);
    } finally {
      await box?.remove();
    }
  });
}

test('killed while the model streams: the cut answer is closed as failed and asked for again, and the verdict comes', async ({
  launch,
  temporaryFolder,
}) => {
  const first = await launch();
  await expect(board(first.page)).toBeVisible();
  await dispatch(first, copyDemoProject(temporaryFolder('project')), /^slow-stream/, /here$/);
  // Words that stream are shown and not stored: the answer is not complete yet.
  await expect(first.page.getByRole('region', { name: 'Now' }).getByText('I will let')).toBeVisible({ timeout: SESSION_LIMIT_MS });
  expect((await eventsOf(first.page)).map((event) => event.type)).not.toContain('agent.message');
  await killAll(first);

  const again = await startAgain(launch, first.dataDir);
  await again.close();
  const events = await expectSoundLog(first.dataDir);
  const starts = events.flatMap((event) => (event.type === 'span.model_request_start' ? [event.id] : []));
  const ends = events.flatMap((event) =>
    event.type === 'span.model_request_end' ? [{ id: event.model_request_start_id, failed: event.is_error }] : [],
  );
  expect(ends).toEqual(starts.map((id, index) => ({ id, failed: index === 0 })));
});
