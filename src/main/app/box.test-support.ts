/** Drover and a real SSH box for the tests of one file, and the questions that they ask of both. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { startBox, type Box } from '../../../test/box/box.ts';
import { Cleanup, until as soon } from '../../../test/box/sandboxes.ts';
import type { SessionEvent } from '../../shared/events.ts';
import type { Problem } from '../../shared/problem.ts';
import type { TargetSettings } from '../../shared/settings.ts';
import { DEMO_SLUG, makeDemoProject } from '../demo/project.ts';
import { openDrover, type Drover } from './drover.ts';
import { REHEARSAL } from './providers.ts';

const resources = resolve(import.meta.dirname, '../../../resources');
const retry = { attempts: 4, baseMs: 1, maxMs: 10 };
export const TIME_LIMIT_MS = 120_000;

type SshSettings = Extract<TargetSettings, { kind: 'ssh' }>;

/** Begun by `useBox`; the tests of a file take turns on it. */
interface Stage {
  box: Box;
  drover: Drover;
  dataDir: string;
}

// Filled by the hooks before any test reads it.
export const stage = {} as Stage;
export const cleanup = new Cleanup();

/** Called in a `describe`: one box for all its tests, a new Drover for each. */
export function useBox(): void {
  const ofAll = new Cleanup();
  beforeAll(async () => void (stage.box = ofAll.add(await startBox(), (made) => made.remove())));
  afterAll(() => ofAll.end());
  beforeEach(async () => {
    vi.stubEnv('SSH_AUTH_SOCK', ''); // the tester's own agent has no say
    stage.dataDir = await mkdtemp(join(tmpdir(), 'drover-test-'));
    await reopen();
  });
  afterEach(async () => {
    await stage.drover.close();
    await cleanup.end();
    await rm(stage.dataDir, { recursive: true, force: true });
    vi.unstubAllEnvs();
  });
}

/** The application is started, or started again. */
export async function reopen(): Promise<void> {
  stage.drover = await openDrover({ dataDir: stage.dataDir, resources, cipher: null, retry, hurry: true });
}

/** Puts a target into the settings: the stage.box, unless told otherwise. */
export function aim(change: Partial<SshSettings> = {}, at: Box = stage.box): void {
  const { host, port, user, identity, knownHosts } = at;
  const common = { kind: 'ssh', id: 'box', name: 'The box', isolation: 'bubblewrap', toolPaths: [] as string[] } as const;
  const target: TargetSettings = { ...common, host, port, user, identityFile: identity, knownHostsFile: knownHosts, ...change };
  stage.drover.settings.update((settings) => ({
    ...settings,
    targets: [...settings.targets.filter(({ id }) => id !== target.id), target],
  }));
}

export async function aimAnew(change: Partial<SshSettings> = {}, at: Box = stage.box): Promise<void> {
  aim(change, at);
  await stage.drover.targets.forget('box');
}

/** Waits for an event; fails loudly, with what there was, when it does not come in time. */
export async function until(session: string, wanted: (event: SessionEvent) => boolean): Promise<SessionEvent> {
  const seen: string[] = [];
  for await (const event of stage.drover.log.subscribe(session, 1, AbortSignal.timeout(TIME_LIMIT_MS))) {
    seen.push(event.type === 'session.error' ? `${event.type} (${event.error.message})` : event.type);
    if (wanted(event)) return event;
  }
  throw new Error(`it never came; there was: ${seen.join(', ')}`);
}

export const rested = (event: SessionEvent): boolean => event.type === 'session.status_idle';
export const judged = (event: SessionEvent): boolean => event.type === 'verdict.ended';

/** Resolves when a session rests with its verdict: what it had on the box is gone by then. */
export async function finished(session: string): Promise<void> {
  let verdict = false;
  await until(session, (event) => (verdict ||= judged(event)) && rested(event));
}

export const demoProject = () => makeDemoProject(join(resources, 'demo', 'project'), join(stage.dataDir, 'demo-project'));

export async function dispatch(model: string): Promise<string> {
  const project = await demoProject();
  return stage.drover.dispatch({ project, slug: DEMO_SLUG, provider: REHEARSAL, model, target: 'box' });
}

/** What a session's commands print, as a person sees it come. */
export function output(): { text(): string; shows(text: string): Promise<void> } {
  let text = '';
  stage.drover.onDelta((_session, delta) => {
    if (delta.kind === 'stdout' && !text.endsWith('time(s)\n')) text += delta.text; // then other calls print
  });
  return { text: () => text, shows: (wanted) => soon(`the output shows ${wanted}`, () => text.includes(wanted), 60_000) };
}

/** What the rehearsal `slow-command` prints, whole. */
export const slowOutput = `${Array.from({ length: 40 }, (_, index) => `line ${index + 1}\n`).join('')}started 1 time(s)\n`;

/** What the command has printed so far, read on the box itself. */
export function printedOnBox(at: Box = stage.box): number {
  const root = join(at.home, '.drover', 'sandboxes');
  if (!existsSync(root)) return 0;
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => /\/jobs\/sevt_[^/]+\/out$/.test(path));
  return files
    .map(
      (path) =>
        readFileSync(join(root, path), 'utf8')
          .split('\n')
          .filter((line) => line.startsWith('line ')).length,
    )
    .reduce((a, b) => Math.max(a, b), 0);
}

/** No sandbox folder, no socket, no process: only the hand's own file may stay. */
export async function expectNothingLeft(at: Box = stage.box): Promise<void> {
  const target = await stage.drover.targets.get('box');
  expect(await target.list()).toEqual([]);
  const left = (folder: string) => readdirSync(join(at.home, '.drover', folder), { recursive: true, encoding: 'utf8' });
  const { installation } = stage.drover.settings.get();
  expect(left('sandboxes').filter((path) => path.startsWith(`${installation}/`))).toEqual([]);
  expect(left('run')).toEqual([]);
  await soon('no process of the user is left', async () => (await at.processesOfUser()).length === 0);
}

/** One call, one result: nothing was run twice, nothing is without an end. */
export function expectSound(session: string): void {
  const events = stage.drover.log.getEvents(session);
  const results = events.flatMap((event) => (event.type === 'agent.tool_result' ? [event.tool_use_id] : []));
  const uses = events.flatMap((event) => (event.type === 'agent.tool_use' ? [event.id] : []));
  expect(results.toSorted()).toEqual(uses.toSorted());
  expect(stage.drover.log.verify(session)).toMatchObject({ ok: true });
}

/** What the model was told of the command that counts its own starts. */
export function commandResult(session: string): string {
  const events = stage.drover.log.getEvents(session);
  const use = events.find((event) => event.type === 'agent.tool_use' && event.name === 'bash');
  const result = events.find((event) => event.type === 'agent.tool_result' && event.tool_use_id === use?.id);
  return result?.type === 'agent.tool_result' ? result.content.map((block) => block.text).join('') : '';
}

export const exactly = (text: string): RegExp => new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'));

export function expectPlain(problem: Problem | null, naming: RegExp): void {
  expect(problem).toMatchObject({
    what: expect.stringMatching(/\S/),
    where: expect.stringMatching(/\S/),
    todo: expect.stringMatching(/\S/),
  });
  expect(`${problem?.what}\n${problem?.where}\n${problem?.todo}`).toMatch(naming);
}

/** The session waits, says why, has lost nothing. */
export async function expectWaits(session: string, naming: RegExp): Promise<void> {
  await until(session, rested);
  const { stopReason, problem, status } = stage.drover.board.state(session);
  expect({ status, stopReason }).toEqual({ status: 'idle', stopReason: { type: 'retries_exhausted' } });
  expectPlain(problem, naming);
  expectPlain(stage.drover.board.list().find(({ id }) => id === session)?.problem ?? null, naming);
  expect(stage.drover.log.verify(session)).toMatchObject({ ok: true });
}

export async function expectGoesOn(session: string): Promise<void> {
  await stage.drover.continue(session);
  await finished(session);
  expect(stage.drover.board.state(session)).toMatchObject({ verdict: { passed: true }, problem: null, stopReason: { type: 'end_turn' } });
  expectSound(session);
}
