/** Which sessions may have a sandbox on a target that holds so many at a time: first come, first served, as the log has it. */
import { setTimeout as after } from 'node:timers/promises';
import type { EventType, SessionEvent } from '../../shared/events.ts';
import type { SessionState } from '../../shared/fold.ts';

interface LogReader {
  sessions(): { id: string }[];
  getEvents(session: string, slice: { order: 'desc'; limit: number }): SessionEvent[];
  onGrowth(listener: (sessions: readonly string[]) => void): () => void;
}

export interface Places {
  /** Whether the session, which runs, may have a sandbox on its target now. */
  has(session: string): boolean;
  /** Resolves when it may, or the signal aborts. */
  wait(session: string, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** What orders sessions: who has a sandbox, then who ran first. */
interface Entry {
  session: string;
  target: string;
  hasSandbox: boolean;
  since: string;
  index: number;
}

/** What a session that rests, or is over, ends with: none of these has to be folded. */
const RESTED: ReadonlySet<string> = new Set<EventType>([
  'session.status_idle',
  'verdict.accepted',
  'verdict.rejected',
  'verdict.pull_request',
]);

/** Limits are settings, which change without an event. */
const LOOK_MS = 5000;

/**
 * A session holds its place from when it runs until it rests, whichever process drives it. All look at the same log, so all
 * come to the same order. The gate's sandbox is not counted: it belongs to a session that has a place.
 * @param state the newest of a session
 */
export function createPlaces(log: LogReader, state: (session: string) => SessionState, placesOf: (target: string) => number): Places {
  const running = new Map<string, Entry>();
  const grown = new Set<string>();
  let endGrowth: (() => void) | null = null;

  const look = (session: string): Entry | null => {
    const { status, dispatch, sandbox, settingUp, runningSince } = state(session);
    const entry =
      status === 'idle' || status === 'terminated' || dispatch === null || runningSince === null
        ? null
        : {
            ...{ session, target: dispatch.target, since: runningSince },
            hasSandbox: sandbox?.state === 'live' || settingUp !== null,
            index: dispatch.attempt?.index ?? 0,
          };
    if (entry === null) running.delete(session);
    else running.set(session, entry);
    return entry;
  };

  const catchUp = (): void => {
    if (endGrowth === null) {
      endGrowth = log.onGrowth((sessions) => sessions.forEach((id) => grown.add(id)));
      for (const { id } of log.sessions()) {
        const [newest] = log.getEvents(id, { order: 'desc', limit: 1 });
        if (newest !== undefined && !RESTED.has(newest.type)) grown.add(id);
      }
    }
    for (const session of grown) look(session);
    grown.clear();
  };

  const has = (session: string): boolean => {
    catchUp();
    const own = look(session);
    if (own === null) return true;
    const ahead = [...running.values()].filter((other) => other.target === own.target && goesBefore(other, own));
    return ahead.length < placesOf(own.target);
  };

  return {
    has,
    async wait(session, signal) {
      const ending = new AbortController();
      const end = log.onGrowth(() => has(session) && ending.abort());
      try {
        const either = AbortSignal.any([signal, ending.signal]);
        while (!either.aborted && !has(session)) await after(LOOK_MS, undefined, { signal: either }).catch(() => {});
      } finally {
        end();
      }
    },
    close: () => endGrowth?.(),
  };
}

function goesBefore(a: Entry, b: Entry): boolean {
  if (a.hasSandbox !== b.hasSandbox) return a.hasSandbox;
  if (a.since !== b.since) return a.since < b.since;
  return a.index === b.index ? a.session < b.session : a.index < b.index;
}
