/** The files of an instant that were in the sandbox alone: fetched from it while it lives, and said to wait or to be lost. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Cleanup } from '../../../test/box/sandboxes.ts';
import { makeGround, MODEL, SLUG } from '../../../test/crash/ground.ts';
import { MARKS } from '../../../test/crash/script.ts';
import { openDrover, type Drover } from './drover.ts';
import { createInstants } from './instants.ts';
import { REHEARSAL } from './providers.ts';

const LIMIT_MS = 90_000;

const cleanup = new Cleanup();
let open: () => Promise<Drover>;
let session: string;
/** Where the files are those that the first call left. */
let at: number;

/** A session that was left right after its first call: what it wrote is in its sandbox, which lives on. */
beforeEach(async () => {
  const folder = cleanup.add(await mkdtemp(join(tmpdir(), 'drover-uncollected-')), (path) => rm(path, { recursive: true, force: true }));
  const ground = makeGround(folder, 12);
  open = async () => {
    const options = { dataDir: join(folder, 'data'), resources: ground.resources, cipher: null, hurry: true };
    return cleanup.add(await openDrover(options), (made) => made.close());
  };
  const first = await open();
  session = await first.dispatch({ project: ground.project, slug: SLUG, provider: REHEARSAL, model: MODEL, target: 'local' });
  for await (const event of first.log.subscribe(session, 1, AbortSignal.timeout(LIMIT_MS))) {
    if (event.type === 'agent.tool_result') break;
  }
  await first.close();
});
afterEach(async () => {
  const drover = await open();
  const target = await drover.targets.get('local');
  for (const id of await target.list()) await target.destroy(id);
  await cleanup.end();
});

/** The session as its log stands, with what its first call wrote not here. */
async function left(): Promise<Drover> {
  const drover = await open();
  const result = drover.log.getEvents(session, { types: ['agent.tool_result'] })[0];
  at = result?.seq ?? 0;
  expect(drover.log.stateAt(session)).toMatchObject({
    snapshot: null,
    sandbox: { state: 'live' },
    uncollected: [{ tool_use_id: expect.stringContaining('sevt_') }],
  });
  return drover;
}

it(
  'a fork fetches them from the sandbox of the session that it leaves, and goes on with them to its verdict',
  { timeout: LIMIT_MS },
  async () => {
    const drover = await left();
    const before = drover.log.getEvents(session);
    const instants = createInstants(drover);
    expect(await instants.filesAt(session, at)).toMatchObject({ state: 'waiting', entries: [] });
    expect(await instants.fileAt(session, at, MARKS)).toMatchObject({ kind: 'missing' });
    expect(await instants.changesAt(session, at, 'base')).toBeNull();

    const fork = await drover.fork(session, at, {});
    const own = drover.log.getEvents(fork, { from: at + 1 });
    expect(own.slice(0, 2).map(({ type }) => type)).toEqual(['session.forked', 'workspace.collected']);
    await drover.drive(fork);
    expect(drover.board.state(fork)).toMatchObject({ problem: null, verdict: { passed: true } });
    const { branch } = await drover.accept(fork, 'drover/fetched', 'Fetched');
    const project = drover.board.state(fork).dispatch?.project.path ?? '';
    const marks = execFileSync('git', ['show', `${branch}:${MARKS}`], { cwd: project, encoding: 'utf8' });
    expect(marks.startsWith('1\n2\n')).toBe(true);

    // The session that it was made from has lost nothing, and its files are here now.
    expect(drover.log.getEvents(session)).toEqual(before);
    expect(await instants.filesAt(session, at)).toMatchObject({ state: 'here' });
    await drover.drive(session);
    expect(drover.board.state(session)).toMatchObject({ problem: null, uncollected: [], verdict: { passed: true } });
  },
);

it('gone with their sandbox, they are said to be lost, and no fork is made that would lack them', { timeout: LIMIT_MS }, async () => {
  const drover = await left();
  const { sandbox } = drover.log.stateAt(session);
  await (await drover.targets.get('local')).destroy(sandbox?.id ?? '');
  await expect(drover.fork(session, at, {})).rejects.toThrow('The files of this event are not here: they were in the sandbox alone');
  expect(drover.log.sessions()).toHaveLength(1);

  await drover.drive(session);
  const state = drover.board.state(session);
  expect(state.provisions).toBe(2);
  const lost = drover.log.getEvents(session, { types: ['sandbox.lost'] })[0];
  expect(drover.log.stateAt(session, lost?.seq ?? 0)).toMatchObject({ uncollected: [], missing: [{ seq: at - 1 }] });
  expect(await createInstants(drover).filesAt(session, at)).toMatchObject({ state: 'lost', entries: [] });
  const told = drover.log.getEvents(session, { types: ['system.message'] })[0];
  expect(JSON.stringify(told)).toContain('What these calls changed is missing:');
  expect(JSON.stringify(told)).toContain(MARKS);
});
