/** The files of an instant whose objects were not on the desktop yet when it passed: they may have come since. */
import type { BodyOf, EventType, SessionEvent } from '../../shared/events.ts';
import type { SnapshotAt } from '../../shared/fold-workspace.ts';
import type { SessionState } from '../../shared/fold.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Sandbox, Target } from '../../shared/sandbox.ts';

/** Commits for the snapshots of an instant that have arrived since. Rejects with a `ProblemError` where its files are not to be had. */
export type SnapshotFinder = (session: string, at: number, state: SessionState) => Promise<Snapshots>;

type Snapshots = BodyOf<'workspace.collected'>['snapshots'];

interface FinderPorts {
  log: {
    getEvents(session: string, slice: { from: number; types: readonly EventType[] }): SessionEvent[];
    stateAt(session: string): SessionState;
  };
  target(id: string): Promise<Target>;
  workspace: {
    collect(
      sandbox: Sandbox,
      job: {
        session: string;
        root: string;
        base: string;
        prefix: string;
        snapshots: { tree: string; extras: string | null }[];
        signal: AbortSignal;
      },
    ): Promise<Snapshots>;
    commitOf(job: { root: string; base: string; tree: string }): Promise<string | null>;
    holds(job: { root: string; commit: string }): Promise<boolean>;
  };
}

/** How long fetching the files out of a sandbox that still lives may take, in ms. */
const FETCH_MS = 120_000;

export function createSnapshotFinder(ports: FinderPorts): SnapshotFinder {
  const { log } = ports;
  return async (session, at, state) => {
    const waiting = [...state.missing, ...state.uncollected].filter(({ seq }) => seq > (state.snapshot?.seq ?? 0));
    const newest = waiting.at(-1);
    const commits = arrivedSince(log.getEvents(session, { from: at + 1, types: ['workspace.collected', 'workspace.snapshot'] }));
    const found = waiting.flatMap(({ tree }) => {
      const commit = tree === null ? undefined : commits.get(tree);
      return tree === null || commit === undefined ? [] : [{ tree, commit }];
    });
    const named = newest === undefined ? state.snapshot?.commit : found.find(({ tree }) => tree === newest.tree)?.commit;
    if (named !== undefined && !(await isHere(ports, state, named))) throw broughtWithoutFiles(at, ports.log, session);
    if (newest === undefined || named !== undefined) return found;
    const fetched = await fetchNow(ports, session, state, newest);
    if (fetched.length > 0) return [...found, ...fetched];
    const here = waiting.findLast(({ tree }) => found.some((one) => one.tree === tree)) ?? state.snapshot;
    throw new ProblemError({
      what: 'The files of this event are not here: they were in the sandbox alone',
      where: `event ${at}`,
      todo:
        here === null
          ? 'Rewind to the beginning: the project as it was at the start is here.'
          : `Rewind to event ${here.seq} instead, whose files are here.`,
    });
  };
}

/** A session that was taken in from a file names files that stayed where it ran. */
async function isHere({ workspace }: FinderPorts, { dispatch }: SessionState, commit: string): Promise<boolean> {
  return dispatch === null || workspace.holds({ root: dispatch.project.path, commit });
}

function broughtWithoutFiles(at: number, log: FinderPorts['log'], session: string): ProblemError {
  const [first] = log.getEvents(session, { from: 1, types: ['workspace.snapshot'] });
  return new ProblemError({
    what: 'The files of this event are not here: the session was brought here without them',
    where: `event ${at}`,
    todo: `Rewind to an event before ${first?.seq ?? at}, where the files are those of the project at the start.`,
  });
}

/** Not told of yet, or still in the sandbox that wrote it down, where that one lives. */
async function fetchNow(ports: FinderPorts, session: string, { dispatch, sandbox }: SessionState, newest: SnapshotAt): Promise<Snapshots> {
  const { tree, extras } = newest;
  if (dispatch === null || tree === null) return [];
  const place = { root: dispatch.project.path, base: dispatch.base.commit };
  const live = ports.log.stateAt(session).sandbox;
  if (sandbox === null || live?.state !== 'live' || live.id !== sandbox.id) {
    const commit = extras === null ? await ports.workspace.commitOf({ ...place, tree }) : null;
    return commit === null ? [] : [{ tree, commit }];
  }
  const signal = AbortSignal.timeout(FETCH_MS);
  const attached = await (await ports.target(dispatch.target)).attach(sandbox.id, signal);
  if (attached === undefined) return [];
  try {
    const prefix = `${sandbox.id}_fetch${newest.seq}`;
    return await ports.workspace.collect(attached, { session, ...place, prefix, snapshots: [{ tree, extras }], signal });
  } finally {
    await attached.detach();
  }
}

function arrivedSince(events: readonly SessionEvent[]): Map<string, string> {
  const commits = new Map<string, string>();
  for (const event of events) {
    if (event.type === 'workspace.collected') for (const { tree, commit } of event.snapshots) commits.set(tree, commit);
    if (event.type === 'workspace.snapshot' && event.tree !== null && event.commit !== null) commits.set(event.tree, event.commit);
  }
  return commits;
}
