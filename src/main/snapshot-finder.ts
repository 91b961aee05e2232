/** The files of an instant whose objects were not on the desktop yet when it passed: they may have come since. */
import type { BodyOf, EventType, SessionEvent } from '../shared/events.ts';
import type { SessionState } from '../shared/fold.ts';
import { ProblemError } from '../shared/problem.ts';

/** Commits for the snapshots of an instant that have arrived since. Rejects with a `ProblemError` where its files are not to be had. */
export type SnapshotFinder = (session: string, at: number, state: SessionState) => Promise<BodyOf<'workspace.collected'>['snapshots']>;

interface FinderPorts {
  log: { getEvents(session: string, slice: { from: number; types: readonly EventType[] }): SessionEvent[] };
}

export function createSnapshotFinder({ log }: FinderPorts): SnapshotFinder {
  return async (session, at, state) => {
    const waiting = [...state.missing, ...state.uncollected].filter(({ seq }) => seq > (state.snapshot?.seq ?? 0));
    const newest = waiting.at(-1);
    if (newest === undefined) return [];
    const commits = arrivedSince(log.getEvents(session, { from: at + 1, types: ['workspace.collected', 'workspace.snapshot'] }));
    const found = waiting.flatMap(({ tree }) => {
      const commit = tree === null ? undefined : commits.get(tree);
      return tree === null || commit === undefined ? [] : [{ tree, commit }];
    });
    if (found.some(({ tree }) => tree === newest.tree)) return found;
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

function arrivedSince(events: readonly SessionEvent[]): Map<string, string> {
  const commits = new Map<string, string>();
  for (const event of events) {
    if (event.type === 'workspace.collected') for (const { tree, commit } of event.snapshots) commits.set(tree, commit);
    if (event.type === 'workspace.snapshot' && event.tree !== null && event.commit !== null) commits.set(event.tree, event.commit);
  }
  return commits;
}
