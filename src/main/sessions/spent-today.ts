/** What all sessions spent since midnight, as the log has it: whichever process they ran in, whatever was restarted since. */
import { startOfDay, type DaySpent } from '../../shared/day.ts';
import type { SessionEvent } from '../../shared/events.ts';
import type { SessionState } from '../../shared/fold.ts';
import { tokensOf } from '../../shared/summary.ts';

interface LogReader {
  sessions(): { id: string; updatedAt: string }[];
  getEvents(session: string, slice: { from: number; to: number }): SessionEvent[];
  stateAt(session: string, seq: number): SessionState;
  onGrowth(listener: (sessions: readonly string[]) => void): () => void;
}

export interface SpentToday {
  /** Reads what grew since it was asked last; the first time, every session that grew today. */
  get(): DaySpent;
  close(): void;
}

const nothing: DaySpent = { usd: 0, tokens: 0, minutes: 0, iterations: 0 };

/**
 * A session's sums only grow, so its part of today is what it has spent less what it had at midnight: two states, however
 * many events lie between. A fork counts its own. What ran elsewhere and was imported was not spent here.
 * @param state the newest of a session
 */
export function countSpentToday(log: LogReader, state: (session: string) => SessionState, now: () => number = Date.now): SpentToday {
  const parts = new Map<string, DaySpent>();
  const atMidnight = new Map<string, DaySpent>();
  const grown = new Set<string>();
  let midnight = Number.NaN;
  let endGrowth = (): void => {};

  const begin = (start: number): void => {
    if (Number.isNaN(midnight)) endGrowth = log.onGrowth((sessions) => sessions.forEach((id) => grown.add(id)));
    midnight = start;
    parts.clear();
    atMidnight.clear();
    grown.clear();
    for (const { id, updatedAt } of log.sessions()) if (Date.parse(updatedAt) >= start) grown.add(id);
  };

  const before = (session: string, newest: SessionState): DaySpent => {
    const known = atMidnight.get(session);
    if (known !== undefined) return known;
    const seq = Date.parse(newest.createdAt) >= midnight ? 0 : lastBefore(log, session, newest.head, midnight);
    const spent = seq === 0 ? nothing : spentBy(log.stateAt(session, seq));
    atMidnight.set(session, spent);
    return spent;
  };

  return {
    get() {
      const start = startOfDay(now());
      if (start !== midnight) begin(start);
      for (const session of grown) {
        const newest = state(session);
        if (newest.imported === null) parts.set(session, less(spentBy(newest), before(session, newest)));
      }
      grown.clear();
      return [...parts.values()].reduce(sum, nothing);
    },
    close: () => endGrowth(),
  };
}

function spentBy({ costUsd, usage, activeMs, iterations }: SessionState): DaySpent {
  return { usd: costUsd, tokens: tokensOf(usage), minutes: activeMs / 60_000, iterations };
}

const sum = (a: DaySpent, b: DaySpent): DaySpent => join(a, b, 1);
/** A clock that was set back must not give anything back. */
const less = (a: DaySpent, b: DaySpent): DaySpent => join(a, b, -1);

function join(a: DaySpent, b: DaySpent, sign: 1 | -1): DaySpent {
  const of = (key: keyof DaySpent): number => Math.max(0, a[key] + sign * b[key]);
  return { usd: of('usd'), tokens: of('tokens'), minutes: of('minutes'), iterations: of('iterations') };
}

/** The newest event before an instant, 0 where there is none: a session's events are in the order of time. */
function lastBefore(log: LogReader, session: string, head: number, instant: number): number {
  let [low, high] = [0, head];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const [event] = log.getEvents(session, { from: middle, to: middle });
    if (event !== undefined && Date.parse(event.processed_at) < instant) low = middle;
    else high = middle - 1;
  }
  return low;
}
