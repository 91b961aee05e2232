/** Each end that an outcome can come to, and the worker's own commits on the way. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { stage, TIME_LIMIT_MS } from './loop.test-support.ts';

const at = stage();
const state = (session: string) => at.drover.board.state(session);

describe('an outcome ends', { timeout: TIME_LIMIT_MS }, () => {
  const spec = (run: string, iterations: number) =>
    `---\ntitle: T\ncriteria:\n  - id: c\n    kind: command\n    run: ${run}\nbudget:\n  iterations: ${iterations}\n---\n\nDo it.\n`;

  it.each([
    ['satisfied', 'true', 'end_turn', true],
    ['max_iterations_reached', 'false', 'end_turn', false],
  ] as const)('%s where the worker is done and the criterion is %s', async (result, run, stopReason, passed) => {
    const session = await at.run('refuses', await at.spec('t', spec(`"${run}"`, 1)));
    await at.drover.continue(session, 'Please do.');
    await at.rested(session);
    expect(state(session)).toMatchObject({ evaluation: { result }, stopReason: { type: stopReason }, verdict: { passed } });
  });

  it('failed where the worker says that it cannot be done, and nothing is judged', async () => {
    const session = await at.run('impossible');
    expect(state(session)).toMatchObject({ evaluation: { result: 'failed' }, verdict: null });
  });

  it('interrupted where the user stops while it is checked, which costs no iteration, and goes on from there', async () => {
    // The worker writes a line a turn: with one, the check takes for ever; with none, as on the base, or two it does not.
    const session = await at.start('never-passes', await at.spec('slow', spec('"[ $(cat notes.txt | wc -l) != 1 ] || sleep 600"', 2)));
    await at.event(session, ({ type }) => type === 'span.outcome_evaluation_start');
    await at.drover.stop(session);
    await at.rested(session);
    expect(state(session)).toMatchObject({ evaluation: { result: 'interrupted' }, iterations: 0, stopReason: { type: 'interrupted' } });
    expect(at.types(session)).not.toContain('verdict.started');
    await at.drover.continue(session);
    await at.rested(session);
    expect(state(session)).toMatchObject({ evaluation: { result: 'satisfied' }, iterations: 1, verdict: { passed: true } });
  });

  it('not at all where its budget is reached: it waits with everything kept', async () => {
    const session = await at.run('never-passes', await at.spec('poor', spec('"true"', 2).replace('iterations: 2', 'tokens: 10')));
    expect(state(session)).toMatchObject({ evaluation: null, stopReason: { type: 'budget_reached' }, verdict: null });
  });
});

describe("the worker's own commits", { timeout: TIME_LIMIT_MS }, () => {
  it('are listed, found again in the next sandbox, and accepted as the user’s', async () => {
    const session = await at.run('commits');
    expect(await at.drover.commits(session)).toEqual([]);
    await at.drover.sendBack(session, 'Commit it.', []);
    await at.rested(session);
    expect(await at.drover.commits(session)).toMatchObject([
      { subject: 'Read several units', files: 2 },
      { subject: 'Add one', files: 1 },
    ]);
    await at.drover.sendBack(session, 'All of it.', []);
    await at.rested(session);
    expect(state(session)).toMatchObject({ verdict: { passed: true }, problem: null });
    expect((await at.drover.commits(session)).map(({ subject }) => subject)).toEqual([
      'Read several units',
      'Add one',
      'Empty',
      'Add the rest',
    ]);

    const { branch } = await at.drover.accept(session, 'drover/own', 'What was left', 'worker');
    const git = (...args: string[]) => execFileSync('git', args, { cwd: state(session).dispatch?.project.path, encoding: 'utf8' }).trim();
    const base = state(session).dispatch?.base.commit ?? '';
    expect(git('log', '--reverse', '--format=%s', `${base}..${branch}`).split('\n')).toEqual([
      'Read several units',
      'Add one',
      'Add the rest',
    ]);
    expect(git('rev-parse', `${branch}^{tree}`)).toBe(state(session).verdict?.tree);
    expect(new Set(git('log', '--format=%an %cn', `${base}..${branch}`).split('\n')).size).toBe(1);
    expect(git('log', '-1', '--format=%an', branch)).toBe(git('config', 'user.name'));
    const fork = await at.drover.fork(session, at.drover.log.head(session) - 1, {}, { wake: false });
    expect(state(fork).ownHead).toBe(state(session).ownHead);
  });
});
