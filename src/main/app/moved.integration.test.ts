/** A repository that moved, or lost its base commit, since the dispatch: what goes on, and what is said of the rest. */
import { execFileSync } from 'node:child_process';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stage, TIME_LIMIT_MS } from './loop.test-support.ts';

const at = stage();
const state = (session: string) => at.drover.board.state(session);
const store = () => join(at.dataDir, 'workspaces');
const SAVED = /^The files of this session are no longer on this computer/;

describe('a repository that', { timeout: TIME_LIMIT_MS }, () => {
  it('moved: the session goes on, is judged and looked at; accepting says where it was, and works once it is back', async () => {
    const session = await at.run('refuses');
    const project = await at.project();
    await rename(project, `${project}-moved`);
    await at.drover.continue(session, 'Please do.');
    await at.rested(session);
    expect(state(session)).toMatchObject({ verdict: { passed: true }, problem: null });
    expect((await at.drover.diff(session))?.files.map(({ path }) => path)).toContain('durations.py');
    await expect(at.drover.accept(session, 'drover/x', 'x')).rejects.toMatchObject({
      problem: { what: 'The repository is not where it was', where: project, todo: expect.stringContaining('Put it back there') },
    });
    await expect(at.drover.pullRequestReady(session)).rejects.toThrow('There is no such folder');
    await mkdir(project);
    await expect(at.drover.accept(session, 'drover/x', 'x')).rejects.toThrow('not a git repository any more');
    await rm(project, { recursive: true });
    await rename(`${project}-moved`, project);
    expect((await at.drover.accept(session, 'drover/x', 'x')).branch).toBe('drover/x');
  });

  it('lost its base: the session goes on, is judged and looked at; accepting names the commit', async () => {
    const session = await at.run('refuses');
    const project = await at.project();
    const base = state(session).dispatch?.base.commit ?? '';
    await rm(join(project, '.git'), { recursive: true });
    for (const args of [
      ['init', '--quiet'],
      ['config', 'user.name', 'A'],
      ['config', 'user.email', 'a@b.test'],
      ['add', '.'],
      ['commit', '--quiet', '-m', 'Anew'],
    ])
      execFileSync('git', args, { cwd: project });
    await at.drover.continue(session, 'Please do.');
    await at.rested(session);
    expect(state(session)).toMatchObject({ verdict: { passed: true }, problem: null });
    expect((await at.drover.diff(session))?.base).toBe(base);
    await expect(at.drover.accept(session, 'drover/x', 'x')).rejects.toThrow(`The commit ${base.slice(0, 10)} that this work started from`);
  });
});

describe("where Drover's own copy is gone, too", { timeout: TIME_LIMIT_MS }, () => {
  it('the diff, accepting, and going on say so plainly', async () => {
    const session = await at.run('sent-back');
    await rm(store(), { recursive: true });
    await expect(at.drover.diff(session)).rejects.toThrow(SAVED);
    await expect(at.drover.accept(session, 'drover/x', 'x')).rejects.toThrow('The judged files are no longer on this computer');
    await at.drover.sendBack(session, 'Write down why.', []);
    await at.rested(session);
    expect(state(session)).toMatchObject({ stopReason: { type: 'retries_exhausted' }, problem: { what: expect.stringMatching(SAVED) } });
    await rename(await at.project(), join(at.dataDir, 'moved'));
    await rm(store(), { recursive: true });
    await at.drover.continue(session);
    await at.rested(session);
    expect(state(session).problem?.what).toBe('There is no such folder');
  });

  it('the gate says so and judges nothing', async () => {
    const session = await at.start('sent-back');
    await at.event(session, ({ type }) => type === 'verdict.started');
    await at.reopen(() => rm(store(), { recursive: true }));
    await at.drover.resume();
    await at.rested(session);
    expect(state(session)).toMatchObject({ verdict: null, problem: { what: expect.stringMatching(SAVED) } });
  });
});
