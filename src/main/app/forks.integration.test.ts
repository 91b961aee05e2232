/** Rewinding through every real part: SQLite, the rehearsal model over HTTP, git, a bubblewrap sandbox. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionEvent } from '../../shared/events.ts';
import { DEMO_SLUG, makeDemoProject } from '../demo/project.ts';
import { compareSessions } from '../sessions/compare.ts';
import { createLineage } from '../sessions/lineage.ts';
import { openDrover, type Drover } from './drover.ts';
import { REHEARSAL } from './providers.ts';

const resources = resolve(import.meta.dirname, '../../../resources');
const TIME_LIMIT_MS = 90_000;

let dataDir: string;
let drover: Drover;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'drover-fork-'));
  drover = await openDrover({ dataDir, resources, cipher: null, hurry: true });
});
afterEach(async () => {
  await drover.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function rested(session: string): Promise<void> {
  for await (const event of drover.log.subscribe(session, 1, AbortSignal.timeout(TIME_LIMIT_MS))) {
    // What it inherits may rest too.
    if (event.type === 'session.status_idle' && drover.board.state(session).status === 'idle') return;
  }
  throw new Error('it never rested');
}

async function run(model: string): Promise<string> {
  const project = await makeDemoProject(join(resources, 'demo', 'project'), join(dataDir, 'demo-project'));
  const session = await drover.dispatch({ project, slug: DEMO_SLUG, provider: REHEARSAL, model, target: 'local' });
  await rested(session);
  return session;
}

const find = (session: string, wanted: (event: SessionEvent) => boolean): SessionEvent => {
  const event = drover.log.getEvents(session).find(wanted);
  if (event === undefined) throw new Error('there is no such event');
  return event;
};

describe('a fork', { timeout: TIME_LIMIT_MS + 10_000 }, () => {
  it('goes on from before the worker began, in a sandbox of its own, to a verdict of its own', async () => {
    const parent = await run('demo');
    const before = drover.log.getEvents(parent);
    const started = find(parent, (event) => event.type === 'span.model_request_start');
    const fork = await drover.fork(parent, started.seq - 1, {});
    await rested(fork);
    const state = drover.board.state(fork);
    expect(state).toMatchObject({ forked: { parent, seq: started.seq - 1 }, verdict: { passed: true }, sandbox: { state: 'destroyed' } });
    expect(state.dispatch?.title).toContain(`(rewound to ${started.seq - 1})`);
    expect(drover.log.getEvents(parent)).toEqual(before);
    expect(drover.log.verify(fork)).toMatchObject({ ok: true });
    expect(createLineage(drover.log)()).toEqual([{ session: fork, parent, seq: started.seq - 1, kind: 'fork' }]);

    const comparison = await compareSessions(drover.log, parent, fork);
    expect(comparison).toMatchObject({ sharedSeq: started.seq - 1, a: { verdict: 'passed' }, b: { verdict: 'passed' } });
    expect(comparison.a.events).toBe(before.length - started.seq + 1);
    expect(comparison.b.costUsd).toBeCloseTo(state.costUsd);
    expect(comparison.a.turns).toBeGreaterThan(1);
  });

  it('at a verdict has no verdict, asks the model again and tells it that it was rewound', async () => {
    const parent = await run('slow-command');
    const verdict = find(parent, (event) => event.type === 'verdict.ended');
    const fork = await drover.fork(parent, verdict.seq, { message: 'Look again.' });
    await rested(fork);
    const own = drover.log.getEvents(fork, { from: verdict.seq + 1 });
    expect(own[0]).toMatchObject({ type: 'session.forked', parent_session_id: parent, parent_seq: verdict.seq });
    const told = own.filter((event) => event.type === 'system.message').map((event) => event.content[0]?.text);
    expect(told[0]).toMatch(/^The session was rewound to this point/);
    expect(own.map((event) => event.type)).toContain('span.model_request_end');
    const { costUsd, inherited, verdict: own_verdict } = drover.board.state(fork);
    expect(own_verdict?.passed).toBe(true);
    expect(inherited.costUsd).toBeCloseTo(drover.board.state(parent).costUsd);
    expect(costUsd).toBeGreaterThan(0);
    expect(costUsd).toBeLessThan(inherited.costUsd);
  });

  it('begins with the files as they were after a call, which were in the log before the call had its result', async () => {
    const parent = await run('demo');
    const events = drover.log.getEvents(parent);
    const edit = events.find((event) => event.type === 'workspace.snapshot' && event.tool_use_id !== null);
    if (edit?.type !== 'workspace.snapshot') throw new Error('no call left a snapshot');
    expect(edit.paths).toEqual([{ path: 'durations.py', change: 'modified' }]);
    expect(events[edit.seq]).toMatchObject({ type: 'agent.tool_result', tool_use_id: edit.tool_use_id });
    expect(drover.board.state(parent)).toMatchObject({ uncollected: [], missing: [] });
    const arrived = events.flatMap((event) => (event.type === 'workspace.collected' ? event.snapshots : []));
    const commit = arrived.find(({ tree }) => tree === edit.tree)?.commit;
    expect(commit).toMatch(/^[0-9a-f]{40}$/);

    const fork = await drover.fork(parent, edit.seq + 1, {});
    await rested(fork);
    const provisioned = drover.log.getEvents(fork, { from: edit.seq + 2, types: ['sandbox.provisioned'] })[0];
    expect(provisioned).toMatchObject({ commit });
    expect(drover.board.state(fork).verdict?.passed).toBe(true);
  });

  it('leaves a running session running, and answers the calls that it does not take over', async () => {
    const project = await makeDemoProject(join(resources, 'demo', 'project'), join(dataDir, 'demo-project'));
    const parent = await drover.dispatch({ project, slug: DEMO_SLUG, provider: REHEARSAL, model: 'slow-command', target: 'local' });
    let call: SessionEvent | undefined;
    for await (const event of drover.log.subscribe(parent, 1, AbortSignal.timeout(TIME_LIMIT_MS))) {
      if (event.type === 'agent.tool_use' && event.name === 'bash') call = event;
      if (call !== undefined) break;
    }
    const fork = await drover.fork(parent, call?.seq ?? 0, {});
    await Promise.all([rested(fork), rested(parent)]);
    expect(drover.board.state(parent).verdict?.passed).toBe(true);
    expect(drover.board.state(fork).problem).toBeNull();
    const answer = drover.log.getEvents(fork, { from: (call?.seq ?? 0) + 1, types: ['agent.tool_result'] })[0];
    expect(answer).toMatchObject({ tool_use_id: call?.id, is_error: true, lost: false });
  });

  it('with another task and another model begins with that task', async () => {
    const parent = await run('refuses');
    const task = find(parent, (event) => event.type === 'user.define_outcome');
    const spec = '---\ntitle: Another\ncriteria:\n  - id: there\n    kind: file\n    path: README.md\n---\n\nDo nothing.\n';
    const fork = await drover.fork(parent, task.seq, { spec, model: 'never-passes' });
    await rested(fork);
    const state = drover.board.state(fork);
    expect(state.dispatch).toMatchObject({ title: 'Another (rewound to 1)', model: 'never-passes' });
    expect(state.outcome?.spec.title).toBe('Another');
    expect(drover.log.getEvents(fork, { types: ['user.define_outcome'] })).toHaveLength(1);
  });

  it('is refused plainly, with nothing made, where it cannot go on', async () => {
    const parent = await run('refuses');
    const sessions = drover.log.sessions().length;
    await expect(drover.fork(parent, 10_000, {})).rejects.toThrow('There is no event 10000');
    await expect(drover.fork(parent, 2, { model: 'nope' })).rejects.toThrow('no model "nope"');
    await expect(drover.fork(parent, 2, { target: 'nope' })).rejects.toThrow('"nope"');
    await expect(drover.fork(parent, 2, { spec: 'no spec' })).rejects.toThrow('the changed spec, line 1');
    expect(drover.log.sessions()).toHaveLength(sessions);
  });
});
