import { setImmediate as nextTick } from 'node:timers/promises';
import type { SessionEvent } from '../../shared/events.ts';
import { foldAll, type SessionState } from '../../shared/fold.ts';
import type { Problem } from '../../shared/problem.ts';
import { summarize, type SessionSummary } from '../../shared/summary.ts';

interface LogReader {
  sessions(): { id: string; head: number }[];
  head(session: string): number;
  getEvents(session: string, slice: { from: number; to?: number }): SessionEvent[];
  stateAt(session: string, seq?: number): SessionState;
  stateLag(session: string): number;
  onGrowth(listener: (sessions: readonly string[]) => void): () => void;
}

/** The newest state of every session, each event folded once. */
export interface Board {
  /** Those whose state is at hand. One that is folded for the first time and long comes later, as a change. */
  list(): SessionSummary[];
  /** Resolves when `list` gives all sessions. */
  ready(): Promise<void>;
  state(session: string): SessionState;
  /** What keeps a session from going on and cannot be in its log, until the log grows: its summary says so. */
  hold(session: string, problem: Problem): void;
  /** Told of each session that changed, at most once a log commit. Returns the function that ends it. */
  onChange(listener: (summary: SessionSummary) => void): () => void;
  /** Before the log closes. */
  close(): Promise<void>;
}

/** Events of a session that a start waits for. */
const AT_ONCE = 2_000;
/** Events that are folded before anything else gets its turn: an import adds thousands at a time. */
const A_TURN = 200;

export function createBoard(log: LogReader): Board {
  const states = new Map<string, SessionState>();
  const listeners = new Set<(summary: SessionSummary) => void>();
  const folding = new Map<string, Promise<void>>();
  let closed = false;
  let endGrowth = (): void => {};

  const state = (session: string): SessionState => {
    const known = states.get(session);
    const next = known === undefined ? log.stateAt(session) : foldAll(log.getEvents(session, { from: known.head + 1 }), known);
    states.set(session, next);
    return next;
  };

  const held = new Map<string, { head: number; problem: Problem }>();
  const summaryOf = (session: string): SessionSummary | null => {
    const now = state(session);
    const summary = summarize(session, now);
    const hold = held.get(session);
    if (summary === null || hold === undefined) return summary;
    if (hold.head === now.head) return heldBack(summary, hold.problem);
    held.delete(session);
    return summary;
  };

  const tell = (session: string): void => {
    const summary = summaryOf(session);
    if (summary !== null) for (const listener of [...listeners]) listener(summary);
  };

  /** From the newest state that is at hand to the head, wherever that is by then. */
  async function foldSlowly(session: string): Promise<void> {
    let from = 0;
    while (!closed) {
      const head = log.head(session);
      from = Math.max(from, head - lagOf(session));
      if (head - from <= A_TURN) {
        folding.delete(session);
        return tell(session);
      }
      from += A_TURN;
      const known = states.get(session);
      if (known === undefined) log.stateAt(session, from);
      else states.set(session, foldAll(log.getEvents(session, { from: known.head + 1, to: from }), known));
      await nextTick();
    }
  }

  /** Events between the newest state that is at hand and the head. */
  const lagOf = (session: string): number => {
    const known = states.get(session);
    return known === undefined ? log.stateLag(session) : log.head(session) - known.head;
  };

  /** Whether the state is no further away than that; if it is, it is on its way, and told of when it is there. */
  const isNear = (session: string, events: number): boolean => {
    if (folding.has(session)) return false;
    if (lagOf(session) <= events) return true;
    folding.set(
      session,
      foldSlowly(session).finally(() => folding.delete(session)),
    );
    return false;
  };

  const list = (): SessionSummary[] =>
    log.sessions().flatMap(({ id }) => {
      if (isNear(id, AT_ONCE)) return summaryOf(id) ?? [];
      // It is on its way: what is known of it so far, if anything is.
      const known = states.get(id);
      return known === undefined ? [] : (summarize(id, known) ?? []);
    });

  return {
    state,
    list,
    hold(session, problem) {
      held.set(session, { head: state(session).head, problem });
      tell(session);
    },
    async ready() {
      list();
      while (folding.size > 0) await Promise.all(folding.values());
    },
    onChange(listener) {
      if (listeners.size === 0) endGrowth = log.onGrowth((sessions) => sessions.forEach((id) => isNear(id, A_TURN) && tell(id)));
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) endGrowth();
      };
    },
    async close() {
      closed = true;
      endGrowth();
      await Promise.all(folding.values());
    },
  };
}

function heldBack(summary: SessionSummary, problem: Problem): SessionSummary {
  return { ...summary, status: 'rescheduling', problem, activity: problem.what };
}
