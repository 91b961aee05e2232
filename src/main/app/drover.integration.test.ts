/** The main job through every real part: SQLite, the rehearsal model over HTTP, git, a bubblewrap sandbox. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionEvent } from '../../shared/events.ts';
import { DEMO_SLUG, makeDemoProject } from '../demo/project.ts';
import { openDrover, type Drover } from './drover.ts';
import { REHEARSAL } from './providers.ts';

const resources = resolve(import.meta.dirname, '../../../resources');
const retry = { attempts: 4, baseMs: 1, maxMs: 10 };
const TIME_LIMIT_MS = 90_000;

let dataDir: string;
let drover: Drover;
const limits = { firstByteMs: 1500, idleMs: 1500 };
const open = () => openDrover({ dataDir, resources, cipher: null, retry, limits, hurry: true });

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'drover-test-'));
  drover = await open();
});
afterEach(async () => {
  await drover.resume();
  await drover.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Waits for an event; fails loudly, with what there was, when the session rests without it. */
async function until(session: string, wanted: (event: SessionEvent) => boolean): Promise<SessionEvent> {
  const seen: string[] = [];
  for await (const event of drover.log.subscribe(session, 1, AbortSignal.timeout(TIME_LIMIT_MS))) {
    seen.push(event.type);
    if (wanted(event)) return event;
  }
  throw new Error(`it never came; there was: ${seen.join(', ')}`);
}

const rested = (event: SessionEvent): boolean => event.type === 'session.status_idle';

const demoProject = () => makeDemoProject(join(resources, 'demo', 'project'), join(dataDir, 'demo-project'));

async function run(model: string): Promise<string> {
  const project = await demoProject();
  return drover.dispatch({ project, slug: DEMO_SLUG, provider: REHEARSAL, model, target: 'local' });
}

/** Kills the hands of a session's sandboxes, and with them everything inside, as a box that dies would. */
function killSandboxes(session: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const command = readCommand(pid);
    if (command.includes('hand.py') && command.includes(session.replace('sesn_', 'sbx_'))) process.kill(Number(pid), 'SIGKILL');
  }
}

function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** Resolves once a command of a sandbox has written its first line. */
const commandRuns = () =>
  new Promise<void>((resolve) => {
    const end = drover.onDelta((_session, delta) => {
      if (delta.kind !== 'stdout') return;
      end();
      resolve();
    });
  });

const typesOf = (session: string) => drover.log.getEvents(session).map((event) => event.type);

describe('the main job', { timeout: TIME_LIMIT_MS + 10_000 }, () => {
  it('fails its first self-check, mends it, passes the gate, and becomes a branch of exactly the judged tree', async () => {
    const session = await drover.runDemo('local');
    await until(session, rested);
    const state = drover.board.state(session);
    expect(state.verdict).toMatchObject({ passed: true });
    expect(state.stopReason).toEqual({ type: 'end_turn' });
    const evaluations = drover.log.getEvents(session, { types: ['span.outcome_evaluation_end'] });
    expect(evaluations.map((event) => event.type === 'span.outcome_evaluation_end' && event.result)).toEqual([
      'needs_revision',
      'satisfied',
    ]);
    expect(state.verdict?.criteria.some((result) => result.visibility === 'held_out')).toBe(true);
    expect(state.sandbox?.state).toBe('destroyed');
    expect(drover.log.verify(session)).toMatchObject({ ok: true });

    const project = state.dispatch?.project.path ?? '';
    const git = (...args: string[]) => execFileSync('git', args, { cwd: project, encoding: 'utf8' }).trim();
    const before = git('status', '--porcelain');
    const accepted = await drover.accept(session, 'drover/test', 'Read several units');
    expect(git('rev-parse', `${accepted.branch}^{tree}`)).toBe(state.verdict?.tree);
    expect(git('rev-parse', `${accepted.branch}^`)).toBe(state.dispatch?.base.commit);
    expect(git('status', '--porcelain')).toBe(before);
    await expect(drover.accept(session, 'drover/again', 'x')).rejects.toThrow('accepted already');
    expect((await drover.diff(session))?.files.map((file) => file.path)).toContain('durations.py');
  });

  it('ends max_iterations_reached with a failed verdict when the worker never passes, and no branch can be made', async () => {
    const session = await run('never-passes');
    await until(session, rested);
    const state = drover.board.state(session);
    expect(state.evaluation?.result).toBe('max_iterations_reached');
    expect(state.verdict?.passed).toBe(false);
    await expect(drover.accept(session, 'drover/no', 'x')).rejects.toThrow('Only a passed verdict');
  });

  it('stops while a command runs, saves the files, leaves no sandbox, and goes on to its verdict', async () => {
    const session = await run('slow-command');
    await until(session, (event) => event.type === 'agent.tool_use' && event.name === 'bash');
    await drover.stop(session);
    await until(session, rested);
    expect(drover.board.state(session)).toMatchObject({
      status: 'idle',
      stopReason: { type: 'interrupted' },
      sandbox: { state: 'destroyed' },
    });
    const target = await drover.targets.get('local');
    expect(await target.list()).toEqual([]);
    await drover.continue(session);
    await until(session, (event) => event.type === 'verdict.ended' && event.passed);
    expect(drover.log.verify(session)).toMatchObject({ ok: true });
  });

  it('is driven by one of two harnesses: the other stops, the log is sound, each call ran once', async () => {
    const other = await open();
    try {
      const session = await run('slow-command');
      await other.resume();
      await until(session, (event) => event.type === 'verdict.ended');
      expect(drover.board.state(session).verdict?.passed).toBe(true);
      const events = drover.log.getEvents(session);
      const results = events.filter((event) => event.type === 'agent.tool_result').map((event) => event.tool_use_id);
      expect(new Set(results).size).toBe(results.length);
      expect(results.length).toBe(typesOf(session).filter((type) => type === 'agent.tool_use').length);
      expect(drover.log.verify(session)).toMatchObject({ ok: true });
    } finally {
      await other.close();
    }
  });

  it('takes up a session where a closed application left it, and collects the command that went on meanwhile', async () => {
    const session = await run('slow-command');
    await until(session, (event) => event.type === 'agent.tool_use' && event.name === 'bash');
    await drover.close();
    drover = await open();
    await drover.resume();
    await until(session, (event) => event.type === 'verdict.ended');
    expect(drover.board.state(session).verdict?.passed).toBe(true);
    expect(typesOf(session)).not.toContain('sandbox.lost');
  });

  it('reports a call as lost when its sandbox was killed, and goes on with the files that are there', async () => {
    const session = await run('slow-command');
    await until(session, (event) => event.type === 'agent.tool_use' && event.name === 'bash');
    await commandRuns();
    killSandboxes(session);
    await until(session, (event) => event.type === 'verdict.ended');
    const events = drover.log.getEvents(session);
    expect(events.filter((event) => event.type === 'agent.tool_result' && event.lost)).toHaveLength(1);
    expect(drover.log.verify(session)).toMatchObject({ ok: true });
  });

  it('replaces a sandbox whose folder is gone, tells the model, and goes on to its verdict', async () => {
    const session = await run('slow-command');
    await until(session, (event) => event.type === 'agent.tool_use' && event.name === 'bash');
    await commandRuns();
    await rm(join(dataDir, 'local', 'sandboxes'), { recursive: true, force: true });
    killSandboxes(session);
    await until(session, (event) => event.type === 'verdict.ended' && event.passed);
    const events = drover.log.getEvents(session);
    expect(events.map((event) => event.type)).toContain('sandbox.lost');
    expect(events.filter((event) => event.type === 'agent.tool_result' && event.lost)).toHaveLength(1);
    expect(events.some((event) => event.type === 'system.message' && event.content[0]?.text.startsWith('Your sandbox was lost'))).toBe(
      true,
    );
  });

  it('removes sandboxes that nobody owns at the next start', async () => {
    const target = await drover.targets.get('local');
    const left = await target.provision('sbx_nobody_1', { role: 'worker' });
    await left.detach();
    expect(await target.list()).toEqual(['sbx_nobody_1']);
    await drover.resume();
    expect(await target.list()).toEqual([]);
  });
});

describe('every misbehaviour of a model', { timeout: TIME_LIMIT_MS + 10_000 }, () => {
  const retried = [
    '408',
    '409',
    '429',
    '500',
    '502-html',
    '503',
    '529',
    'reset',
    'hang',
    'stall',
    'cut-text',
    'cut-tool-input',
    'cut-politely',
    'malformed',
    'error-event',
    'bad-tool-json',
  ];
  it.each(retried)('%s is retried, with an event that says so, and the work is done', async (fault) => {
    const session = await run(`fault-${fault}`);
    await until(session, rested);
    const errors = drover.log.getEvents(session, { types: ['session.error'] });
    expect(errors.map((event) => event.type === 'session.error' && event.error.retry_status.type)).toEqual(['retrying']);
    expect(drover.board.state(session).verdict?.passed).toBe(true);
    expect(drover.log.verify(session)).toMatchObject({ ok: true });
  });

  const refused = ['400', '401', '402', '403', '404', '413', 'html', 'json', 'forever'];
  it.each(refused)('%s ends in a clear error that waits for the user, with all kept', async (fault) => {
    const session = await run(`fault-${fault}`);
    await until(session, rested);
    const { stopReason, problem, sandbox } = drover.board.state(session);
    expect(stopReason).toEqual({ type: 'retries_exhausted' });
    expect(problem).toMatchObject({
      what: expect.stringMatching(/\S/),
      where: expect.stringMatching(/\S/),
      todo: expect.stringMatching(/\S/),
    });
    expect(JSON.stringify(drover.log.getEvents(session))).not.toContain('rehearsal-key');
    expect(sandbox?.state).toBe('destroyed');
  });

  it.each(['empty', 'max-tokens', 'pause-turn', 'odd-stream', 'odd-thinking'])('%s is borne without an error', async (name) => {
    const session = await run(name === 'empty' ? 'fault-empty' : name);
    await until(session, rested);
    expect(drover.board.state(session).verdict?.passed).toBe(true);
    expect(typesOf(session)).not.toContain('session.error');
  });

  it('a refusal waits for the user and goes on with a message', async () => {
    const session = await run('refuses');
    await until(session, rested);
    expect(drover.board.state(session).stopReason).toEqual({ type: 'refusal' });
    await drover.continue(session, 'Please do.');
    await until(session, (event) => event.type === 'verdict.ended' && event.passed);
  });
});

describe('what a person does wrong is said plainly and loses nothing', { timeout: TIME_LIMIT_MS }, () => {
  it('refuses a provider, a model or a target that is not there, before anything is made', async () => {
    const project = await demoProject();
    const sessions = drover.log.sessions().length;
    const choice = { project, slug: DEMO_SLUG, provider: REHEARSAL, model: 'demo', target: 'local' };
    await expect(drover.dispatch({ ...choice, provider: 'nope' })).rejects.toThrow('"nope" is not in the settings');
    await expect(drover.dispatch({ ...choice, model: 'nope' })).rejects.toThrow('no model "nope"');
    await expect(drover.dispatch({ ...choice, target: 'nope' })).rejects.toThrow('"nope"');
    await expect(drover.dispatch({ ...choice, slug: 'nope' })).rejects.toThrow('no such spec');
    expect(drover.log.sessions()).toHaveLength(sessions);
  });

  it('keeps its data private', async () => {
    expect(await readdir(dataDir)).toContain('settings.json');
  });
});
