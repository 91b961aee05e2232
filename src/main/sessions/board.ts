import type { SessionEvent } from '../../shared/events.ts';
import { foldAll, type SessionState } from '../../shared/fold.ts';
import type { SessionSummary } from '../../shared/ipc.ts';
import { summarize } from '../../shared/summary.ts';

interface LogReader {
  sessions(): { id: string }[];
  getEvents(session: string, slice: { from: number }): SessionEvent[];
  stateAt(session: string): SessionState;
  onGrowth(listener: (sessions: readonly string[]) => void): () => void;
}

/** The newest state of every session, each event folded once. */
export interface Board {
  list(): SessionSummary[];
  state(session: string): SessionState;
  /** Told of each session that changed, at most once a log commit. Returns the function that ends it. */
  onChange(listener: (summary: SessionSummary) => void): () => void;
}

export function createBoard(log: LogReader): Board {
  const states = new Map<string, SessionState>();

  const state = (session: string): SessionState => {
    const known = states.get(session);
    const next = known === undefined ? log.stateAt(session) : foldAll(log.getEvents(session, { from: known.head + 1 }), known);
    states.set(session, next);
    return next;
  };

  return {
    state,
    list: () => log.sessions().flatMap(({ id }) => summarize(id, state(id)) ?? []),
    onChange: (listener) =>
      log.onGrowth((sessions) => {
        for (const session of sessions) {
          const summary = summarize(session, state(session));
          if (summary !== null) listener(summary);
        }
      }),
  };
}
