/** A spec's setup in a worker's sandbox: through SQLite, the rehearsal model, git, a real sandbox and a real server that it may reach. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDrover, type Drover } from '../../src/main/app/drover.ts';
import { REHEARSAL } from '../../src/main/app/providers.ts';
import type { SessionEvent } from '../../src/shared/events.ts';
import type { Setup } from '../../src/shared/run-setup.ts';
import { formatSpec } from '../../src/shared/spec-text.ts';
import { canStartBox, startBox } from '../box/box.ts';
import { targetOf } from '../crash/arena.ts';
import { makeResources, MODEL } from '../crash/ground.ts';

const LIMIT_MS = 120_000;
const SLUG = 'set-up';

let folder: string;
let server: Server;
let connections: number;
let drover: Drover;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drover-setup-'));
  connections = 0;
  server = createServer((socket) => {
    connections += 1;
    socket.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const look = (command: string) => ({ type: 'tool_use' as const, name: 'bash', input: { command } });
  const resources = makeResources(join(folder, 'resources'), {
    script: {
      steps: [
        { content: [look(`cat deps/count lock.txt gen/made.txt; git status --porcelain; ${reach()} && echo network || echo cut off`)] },
        { content: [look('echo work > work.txt; echo mine >> gen/made.txt; git add -A; git commit -qm Work')] },
        { content: [{ type: 'text', text: 'Done.' }] },
        { content: [look('cat deps/count lock.txt gen/made.txt work.txt; git status --porcelain')] },
        { content: [{ type: 'text', text: 'Done again.' }] },
      ],
    },
  });
  drover = await openDrover({ dataDir: join(folder, 'data'), resources, cipher: null, hurry: true });
});
afterEach(async () => {
  await drover.close();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** A command that fails where there is no network. */
function reach(): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port}' 2> /dev/null`;
}

async function start(setup: Setup, target = 'local'): Promise<string> {
  const project = join(folder, 'project');
  mkdirSync(join(project, '.drover', 'specs'), { recursive: true });
  writeFileSync(join(project, '.gitignore'), 'deps/\n');
  writeFileSync(join(project, 'lock.txt'), 'one\n');
  const run = 'test "$(cat deps/count)" = x && test -f work.txt && grep -q made gen/made.txt';
  const spec = formatSpec({
    title: 'Work',
    goal: 'Do it.',
    criteria: [{ id: 'works', kind: 'command', visibility: 'shown', weight: 'must', run, exitCode: 0, timeoutSeconds: 30 }],
    budget: { minutes: 10, iterations: 2 },
    setup,
  });
  writeFileSync(join(project, '.drover', 'specs', `${SLUG}.md`), spec);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: project, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('-c', 'user.name=T', '-c', 'user.email=t@drover.invalid', 'commit', '--quiet', '--message=Before');
  return drover.dispatch({ project, slug: SLUG, provider: REHEARSAL, model: MODEL, target });
}

async function rested(session: string): Promise<SessionEvent[]> {
  for await (const event of drover.log.subscribe(session, 1, AbortSignal.timeout(LIMIT_MS))) {
    if (event.type === 'session.status_idle' && event.seq === drover.log.head(session)) return drover.log.getEvents(session);
  }
  throw new Error('it never rested');
}

const results = (events: readonly SessionEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'agent.tool_result' ? [event.content.map(({ text }) => text).join('')] : []));

test(
  'has the network, is cut off before the first request, leaves what it made and takes nothing of it into the work',
  { timeout: LIMIT_MS },
  async () => {
    const run = `${reach()} && mkdir -p deps gen && echo x >> deps/count && echo two > lock.txt && echo made > gen/made.txt && echo odd > '[o] d?.txt' && echo ready`;
    const session = await start({ run, timeoutSeconds: 60 });
    const events = await rested(session);
    expect(drover.board.state(session)).toMatchObject({ problem: null, verdict: { passed: true } });
    const at = (type: SessionEvent['type']): number => events.findIndex((event) => event.type === type);
    expect(at('sandbox.setup_started')).toBeGreaterThan(0);
    expect(at('sandbox.setup_started')).toBeLessThan(at('sandbox.provisioned'));
    expect(at('sandbox.provisioned')).toBeLessThan(at('span.model_request_start'));
    expect(events[at('sandbox.provisioned')]).toMatchObject({ setup: { run, output: 'ready' } });
    expect(results(events)[0]).toContain('x\none\nmade\ncut off');
    expect((await drover.diff(session))?.files.map(({ path }) => path)).toEqual(['work.txt']);
    // The worker's sandbox and the gate's.
    expect(connections).toBe(2);

    await drover.sendBack(session, 'Once more.', []);
    const again = await rested(session);
    expect(drover.board.state(session)).toMatchObject({ problem: null, verdict: { passed: true }, provisions: 2 });
    expect(results(again)[2]).toContain('x\none\nmade\nwork');
    expect(results(again)[2]).not.toMatch(/\?\?|\bM\b/);
    expect((await drover.diff(session))?.files.map(({ path }) => path)).toEqual(['work.txt']);
    expect(connections).toBe(4);
  },
);

test('keeps the network where the target has no isolation, and runs there once all the same', { timeout: LIMIT_MS }, async () => {
  const bare = { kind: 'local' as const, id: 'bare', name: 'Bare', isolation: 'none' as const, toolPaths: [] };
  drover.settings.update((settings) => ({ ...settings, targets: [...settings.targets, bare] }));
  const run = `${reach()} && mkdir -p deps gen && echo x >> deps/count && echo two > lock.txt && echo made > gen/made.txt`;
  const session = await start({ run, timeoutSeconds: 60 }, 'bare');
  expect(results(await rested(session))[0]).toContain('x\none\nmade\nnetwork');
  expect(drover.board.state(session)).toMatchObject({ problem: null, verdict: { passed: true } });
  expect((await drover.diff(session))?.files.map(({ path }) => path)).toEqual(['work.txt']);
});

test.skipIf(!canStartBox)('is made on an SSH box as well, and cut off there', { timeout: LIMIT_MS }, async () => {
  const box = await startBox();
  try {
    drover.settings.update((settings) => ({ ...settings, targets: [...settings.targets, targetOf(box)] }));
    const run = `${reach()} && mkdir -p deps gen && echo x >> deps/count && echo two > lock.txt && echo made > gen/made.txt`;
    const session = await start({ run, timeoutSeconds: 60 }, 'box');
    expect(results(await rested(session))[0]).toContain('x\none\nmade\ncut off');
    expect(drover.board.state(session)).toMatchObject({ problem: null, verdict: { passed: true } });
    expect(connections).toBe(2);
  } finally {
    await box.remove();
  }
});

test('that fails is said with the end of its output, and no model is asked', { timeout: LIMIT_MS }, async () => {
  const session = await start({ run: 'echo the registry is gone >&2; exit 3', timeoutSeconds: 60 });
  const events = await rested(session);
  expect(events.filter(({ type }) => type === 'span.model_request_start' || type === 'sandbox.provisioned')).toEqual([]);
  expect(drover.board.state(session)).toMatchObject({
    stopReason: { type: 'retries_exhausted' },
    problem: { what: "The spec's setup ended with 3 on the base: the registry is gone", where: expect.stringContaining('exit 3') },
  });
  expect(await (await drover.targets.get('local')).list()).toEqual([]);
  await drover.continue(session);
  expect((await rested(session)).filter(({ type }) => type === 'sandbox.setup_started')).toHaveLength(2);
});

test('ends at its time limit', { timeout: LIMIT_MS }, async () => {
  const session = await start({ run: 'sleep 100', timeoutSeconds: 1 });
  await rested(session);
  expect(drover.board.state(session).problem?.what).toBe("The spec's setup was still running after 1 s on the base");
});

test('is stopped with the session, and its sandbox goes', { timeout: LIMIT_MS }, async () => {
  const session = await start({ run: 'sleep 100', timeoutSeconds: 3600 });
  for await (const event of drover.log.subscribe(session, 1, AbortSignal.timeout(LIMIT_MS)))
    if (event.type === 'sandbox.setup_started') break;
  await drover.stop(session);
  await rested(session);
  expect(drover.board.state(session)).toMatchObject({ stopReason: { type: 'interrupted' }, problem: null, settingUp: null });
  expect(await (await drover.targets.get('local')).list()).toEqual([]);
});
