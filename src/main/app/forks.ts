/** Rewinding: a new session that shares another's past up to an event, with the files of that instant, and goes on its own way. */
import type { BodyOf, Dispatch, EventType, NewEvent, SessionEvent } from '../../shared/events.ts';
import type { SessionState } from '../../shared/fold.ts';
import type { ForkChanges, ForkCoaching } from '../../shared/instant.ts';
import { ProblemError } from '../../shared/problem.ts';
import { parseSpec } from '../../shared/spec-text.ts';
import { forkEvents, forkPoint, forkTitle } from '../harness/fork-events.ts';
import { passing, type PointPorts } from '../harness/points.ts';
import { outcomeOf } from '../sessions/dispatch.ts';
import { COACHING_PATH } from '../specs/coaching-file.ts';
import type { readProjectCoaching } from './project-coaching.ts';
import type { SnapshotFinder } from './snapshot-finder.ts';

interface ForkPorts extends PointPorts {
  log: {
    head(session: string): number;
    getEvents(session: string, slice: { from: number; to?: number; types?: readonly EventType[] }): SessionEvent[];
    stateAt(session: string, seq: number): SessionState;
    fork(parent: string, atSeq: number, events: readonly NewEvent[]): Promise<{ session: string }>;
  };
  files: SnapshotFinder;
  describeRepository(
    path: string,
  ): Promise<{ root: string; name: string; branch: string | null; head: string; uncommittedChanges: number }>;
  /** Keeps the base for the fork; rejects with a `ProblemError` where it is nowhere to be had. */
  hold(job: { session: string; root: string; commit: string }): Promise<void>;
  /** What a model would be told of a project now. */
  coaching: typeof readProjectCoaching;
  requireModel(provider: string, model: string): unknown;
  requireTarget(target: string): unknown;
  newOutcomeId(): string;
  wake(session: string): void;
}

/** @param how `wake` false: it is made and left to whoever drives it */
export type Fork = (session: string, seq: number, changes: ForkChanges, how?: { wake: boolean }) => Promise<string>;

/** Rejects with a `ProblemError`, and has made nothing, where the fork could not go on with what was asked for. */
export function createFork(ports: ForkPorts): Fork {
  const { log } = ports;
  return async (session, seq, changes, how = { wake: true }) => {
    const head = log.head(session);
    if (seq < 1 || seq > head) throw noSuchEvent(session, seq, head);
    const [event] = log.getEvents(session, { from: seq, to: seq });
    const at = forkPoint(seq, event, { message: isSaid(changes.message), spec: changes.spec !== undefined });
    const state = log.stateAt(session, at);
    const outcome = changes.spec === undefined ? null : readOutcome(changes.spec, ports.newOutcomeId());
    if (state.outcome === null && outcome === null) throw noTask(state.dispatch?.title ?? session);
    const dispatch = await dispatchOf(state, session, { ...changes, at, title: outcome?.spec.title }, ports);
    const coaching = await coachingOf(state, dispatch, changes.coaching ?? 'keep', ports);
    await ports.hold({ session, root: dispatch.project.path, commit: dispatch.base.commit });
    const collected = await ports.files(session, at, state);
    const message = isSaid(changes.message) ? changes.message : null;
    const events = forkEvents({ parent: session, at, state, dispatch, collected, coaching, outcome, message });
    const fork = await passing(ports, 'fork', () => log.fork(session, at, events));
    if (how.wake) ports.wake(fork.session);
    return fork.session;
  };
}

async function dispatchOf(
  state: SessionState,
  session: string,
  changes: ForkChanges & { at: number; title: string | undefined },
  ports: ForkPorts,
): Promise<Dispatch> {
  if (state.dispatch === null)
    throw new ProblemError({ what: 'There is no such session', where: session, todo: 'Open it from the board.' });
  // A fork is nobody's attempt, and no trial: it is not compared with the others, and none of them is stopped for it.
  const { attempt: _attempt, trial: _trial, ...was } = state.dispatch;
  const { provider = was.provider, model = was.model, target = was.target } = changes;
  ports.requireModel(provider, model);
  ports.requireTarget(target);
  const title = forkTitle(changes.title ?? was.title, changes.at);
  if (state.imported === null) return { ...was, title, provider, model, target };
  // It ran elsewhere: its files were never here, and it goes on with the project as it is now.
  const repository = await ports.describeRepository(was.project.path);
  return {
    title,
    project: { path: repository.root, name: repository.name },
    base: { commit: repository.head, branch: repository.branch, uncommittedChanges: repository.uncommittedChanges > 0 },
    specPath: null,
    ...{ provider, model, target },
  };
}

/** Null: as the parent was told. */
async function coachingOf(
  { dispatch: was, told }: SessionState,
  dispatch: Dispatch,
  choice: ForkCoaching,
  ports: Pick<ForkPorts, 'coaching'>,
): Promise<Omit<BodyOf<'coaching.applied'>, 'type'> | null> {
  if (choice === 'keep') return null;
  // A trial works in its probe's repository; the coaching is that of the project whose entry is tried.
  const root = was?.trial?.project ?? dispatch.project.path;
  const now = choice === 'none' ? null : (await ports.coaching(root))(dispatch.model);
  if (now !== null) return now;
  return told === null || told.entries.length === 0 ? null : { path: COACHING_PATH, entries: [] };
}

function readOutcome(text: string, id: string): ReturnType<typeof outcomeOf> {
  const parsed = parseSpec(text);
  if (parsed.ok) return outcomeOf(parsed.spec, text, id);
  const [mistake] = parsed.mistakes;
  throw new ProblemError({
    what: mistake?.message ?? 'The spec cannot be read',
    where: `the changed spec, line ${mistake?.line ?? 1}`,
    todo: 'Correct the spec and rewind again.',
  });
}

function isSaid(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}

function noSuchEvent(session: string, seq: number, head: number): ProblemError {
  const what = head === 0 ? 'There is no such session' : `There is no event ${seq}: the session has ${head}`;
  return new ProblemError({ what, where: session, todo: 'Choose one of its events.' });
}

function noTask(where: string): ProblemError {
  const todo = 'Write a spec for it: what is to be done, and the criteria that prove it.';
  return new ProblemError({ what: 'This session has no spec that could be worked on', where, todo });
}
