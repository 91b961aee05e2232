import { setImmediate as nextTick } from 'node:timers/promises';
import type { SessionEvent } from '../../shared/events.ts';
import { foldAll, type SessionState } from '../../shared/fold.ts';
import { toProblem, type Problem } from '../../shared/problem.ts';
import { summarize, summarizeBeginning, type SessionSummary } from '../../shared/summary.ts';
import { isNoTrial, isTrialSession } from '../../shared/trial-session.ts';

interface LogReader {
  sessions(which: (id: string) => boolean): { id: string; head: number }[];
  head(session: string): number;
  getEvents(session: string, slice: { from: number; to?: number }): SessionEvent[];
  stateAt(session: string, seq?: number): SessionState;
  stateLag(session: string): number;
  onGrowth(listener: (sessions: readonly string[]) => void): () => void;
}

/** The newest state of every session, each event folded once. */
export interface Board {
  /**
   * All but trials, which are evidence and nobody's work. What is known of a long one that is folded for the first time is its
   * beginning; the rest comes as changes.
   */
  list(): SessionSummary[];
  /** Of any session, trials included; null: there is none, or it cannot be read. */
  summary(session: string): SessionSummary | null;
  /** Resolves when `list` gives all sessions as they are now. */
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
/** How often one that is folded for long says how far it is. */
const SAY_EVERY_MS = 300;

/** @param onProblem told of each session that cannot be read, once; the others are there all the same */
export function createBoard(log: LogReader, onProblem: (problem: Problem) => void): Board {
  const states = new Map<string, SessionState>();
  const listeners = new Set<(summary: SessionSummary) => void>();
  const folding = new Map<string, Promise<void>>();
  const beginnings = new Map<string, SessionSummary>();
  const unreadable = new Set<string>();
  let closed = false;
  let endGrowth = (): void => {};

  const state = (session: string): SessionState => {
    const known = states.get(session);
    const next = known === undefined ? log.stateAt(session) : foldAll(log.getEvents(session, { from: known.head + 1 }), known);
    // A trial that rests is looked at once in a while; there are more of them than fit in memory.
    if (isTrialSession(session) && next.status === 'idle') states.delete(session);
    else states.set(session, next);
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

  const give = (summary: SessionSummary | null): void => {
    if (summary !== null) for (const listener of [...listeners]) listener(summary);
  };
  const tell = (session: string): void => give(summaryOf(session));

  const cannotRead = (session: string, error: unknown): void => {
    if (unreadable.has(session)) return;
    unreadable.add(session);
    onProblem(toProblem(error, `reading session ${session}`));
  };
  const reading = <T>(session: string, act: () => T): T | null => {
    try {
      return act();
    } catch (error) {
      cannotRead(session, error);
      return null;
    }
  };

  const sayBeginning = (session: string, state: SessionState, head: number): void => {
    const summary = summarizeBeginning(session, state, head);
    if (summary === null) return;
    beginnings.set(session, summary);
    give(summary);
  };

  /** From the newest state that is at hand to the head, wherever that is by then. */
  async function foldSlowly(session: string): Promise<void> {
    let from = 0;
    let said = 0;
    while (!closed) {
      const head = log.head(session);
      from = Math.max(from, head - lagOf(session));
      if (head - from <= A_TURN) {
        folding.delete(session);
        beginnings.delete(session);
        return tell(session);
      }
      from += A_TURN;
      const known = states.get(session);
      if (known !== undefined) states.set(session, foldAll(log.getEvents(session, { from: known.head + 1, to: from }), known));
      else {
        const state = log.stateAt(session, from);
        const now = performance.now();
        if (now - said > SAY_EVERY_MS) {
          sayBeginning(session, state, head);
          said = now;
        }
      }
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
      foldSlowly(session)
        .catch((error: unknown) => cannotRead(session, error))
        .finally(() => folding.delete(session)),
    );
    return false;
  };

  const summary = (session: string): SessionSummary | null =>
    reading(session, () => {
      if (isNear(session, AT_ONCE)) return summaryOf(session);
      // It is on its way: what is known of it so far, if anything is.
      const known = states.get(session);
      return known === undefined ? (beginnings.get(session) ?? null) : summarize(session, known);
    });

  const list = (): SessionSummary[] => log.sessions(isNoTrial).flatMap(({ id }) => summary(id) ?? []);

  return {
    state,
    list,
    summary,
    hold(session, problem) {
      held.set(session, { head: state(session).head, problem });
      tell(session);
    },
    async ready() {
      list();
      while (folding.size > 0) await Promise.all(folding.values());
    },
    onChange(listener) {
      if (listeners.size === 0)
        endGrowth = log.onGrowth((sessions) => sessions.forEach((id) => reading(id, () => isNear(id, A_TURN) && tell(id))));
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
