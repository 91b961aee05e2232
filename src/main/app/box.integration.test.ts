/** The main job on a real SSH box, and everything that happens to it on the way. */
import { execFileSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canStartBox } from '../../../test/box/box.ts';
import { until as soon } from '../../../test/box/sandboxes.ts';
import type { Problem } from '../../shared/problem.ts';
import {
  TIME_LIMIT_MS,
  aim,
  commandResult,
  demoProject,
  dispatch,
  exactly,
  expectGoesOn,
  expectNothingLeft,
  expectPlain,
  expectSound,
  finished,
  output,
  printedOnBox,
  reopen,
  rested,
  slowOutput,
  stage,
  until,
  useBox,
} from './box.test-support.ts';

describe.skipIf(!canStartBox)('on an SSH box', { timeout: TIME_LIMIT_MS + 30_000 }, () => {
  useBox();

  it('passes the gate there, becomes a branch here, and leaves nothing there', async () => {
    aim();
    const session = await stage.drover.runDemo('box');
    await until(session, rested);
    const state = stage.drover.board.state(session);
    expect(state).toMatchObject({
      verdict: { passed: true, sandbox: { isolation: 'bubblewrap', facts: { user: stage.box.user } } },
      sandbox: { state: 'destroyed' },
      stopReason: { type: 'end_turn' },
    });
    expectSound(session);

    const git = (...args: string[]) => execFileSync('git', args, { cwd: state.dispatch?.project.path, encoding: 'utf8' }).trim();
    const { branch, commit } = await stage.drover.accept(session, 'drover/from-the-box', 'Read several units');
    expect(git('rev-parse', branch)).toBe(commit);
    expect(git('rev-parse', `${branch}^{tree}`)).toBe(state.verdict?.tree);
    expect(git('status', '--porcelain')).toBe('');
    await expectNothingLeft();
  });

  it('goes on through cuts of the line, and through a server that is away for a while: all output once and in order', async () => {
    aim();
    const printed = output();
    const session = await dispatch('slow-command');
    for (const line of [3, 8, 13]) {
      await printed.shows(`line ${line}\n`);
      await stage.box.drop();
    }
    await printed.shows('line 18\n');
    await stage.box.stop();
    const before = printedOnBox();
    await soon('the command goes on without us', () => printedOnBox() >= before + 10);
    expect(printed.text()).not.toContain(`line ${before + 9}\n`);
    await stage.box.start();
    await finished(session);
    expect(printed.text()).toBe(slowOutput);
    expect(commandResult(session)).toBe(slowOutput);
    expect(stage.drover.board.state(session)).toMatchObject({ verdict: { passed: true }, problem: null });
    expect(stage.drover.log.getEvents(session, { types: ['session.error', 'sandbox.lost'] })).toEqual([]);
    expectSound(session);
    await expectNothingLeft();
  });

  it('stops while a command runs: no process stays there, and Continue goes on to the verdict', async () => {
    aim();
    const printed = output();
    const session = await dispatch('slow-command');
    await printed.shows('line 2\n');
    expect(await stage.box.processesOfUser()).not.toEqual([]);
    await stage.drover.stop(session);
    await until(session, rested);
    expect(stage.drover.board.state(session)).toMatchObject({
      stopReason: { type: 'interrupted' },
      sandbox: { state: 'destroyed' },
      problem: null,
    });
    expect(commandResult(session)).toContain('stopped');
    await expectNothingLeft();
    await expectGoesOn(session);
  });

  it('is taken up where a closed application left it: the command went on meanwhile, and ran once', async () => {
    aim();
    const printed = output();
    const session = await dispatch('slow-command');
    await printed.shows('line 2\n');
    await stage.drover.close();
    const before = printedOnBox();
    await soon('the command goes on without us', () => printedOnBox() > before + 1);
    await reopen();
    const again = output();
    await stage.drover.resume();
    await finished(session);
    expect(again.text()).toBe(slowOutput);
    expect(commandResult(session)).toBe(slowOutput);
    expect(stage.drover.board.state(session).verdict?.passed).toBe(true);
    expect(stage.drover.log.getEvents(session, { types: ['sandbox.lost'] })).toEqual([]);
    expectSound(session);
    await expectNothingLeft();
  });

  it('collects a command that ended while the application was closed', async () => {
    aim();
    const printed = output();
    const session = await dispatch('slow-command');
    await printed.shows('line 2\n');
    await stage.drover.close();
    await soon('the command ends without us', () => printedOnBox() === 40, 60_000);
    await reopen();
    await stage.drover.resume();
    await finished(session);
    expect(commandResult(session)).toBe(slowOutput);
    expectSound(session);
  });

  it('a project that was moved away after the dispatch is named at accept, and can be accepted once it is back', async () => {
    aim();
    const session = await dispatch('slow-stream');
    await until(session, rested);
    const project = await demoProject();
    renameSync(project, `${project}-moved`);
    const refusal = await stage.drover.accept(session, 'drover/moved', 'x').then(
      () => null,
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({ name: 'ProblemError' });
    expectPlain((refusal as { problem: Problem }).problem, exactly(project)); // proven by the line above
    expect(stage.drover.board.state(session).decision).toBeNull();
    renameSync(`${project}-moved`, project);
    expect(await stage.drover.accept(session, 'drover/moved', 'x')).toMatchObject({ branch: 'drover/moved' });
  });
});
