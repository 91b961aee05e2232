/** The state of a session after any of its events, folded from the nearest state that is kept. */
import { foldAll, initialState, type SessionState } from '../../../shared/fold.ts';
import type { SessionEvent } from '../../../shared/events.ts';
import type { DerivedStore } from './derived-store.ts';
import type { Paths, Segment } from './path.ts';
import { stateText } from './state-text.ts';

/** A state is kept after each event whose position this divides. */
const EVERY = 100;
/** States that are remembered as objects, of all sessions. */
const REMEMBERED = 64;

export interface States {
  /** After event `seq`, or at the head where the session is not that long. */
  at(session: string, seq: number): SessionState;
  /** Events that `at` would fold for the state at the head. */
  lag(session: string): number;
}

type GetEvents = (session: string, slice: { from: number; to: number }) => SessionEvent[];

export function statesOn(getEvents: GetEvents, paths: Paths, store: DerivedStore): States {
  const text = stateText(store);
  const recent = new Map<string, SessionState>();

  /** By owner, of what this process kept: the way on for whoever goes through a session from its beginning. */
  const newest = new Map<number, SessionState>();

  /** The newest that is kept on the way to the end of the path. */
  function nearest(path: readonly Segment[]): SessionState {
    for (const segment of path.toReversed()) {
      const kept = keptIn(segment);
      if (kept !== null) return kept;
    }
    return initialState;
  }

  function keptIn({ lo, hi, owner }: Segment): SessionState | null {
    const boundary = hi - (hi % EVERY);
    if (boundary < lo) return null;
    const known = recent.get(`${owner}:${boundary}`);
    if (known !== undefined) return known;
    const last = newest.get(owner);
    const near = last !== undefined && last.head >= lo && last.head <= hi ? last : null;
    const stored = storedIn(owner, Math.max(lo, (near?.head ?? 0) + 1), boundary);
    return stored ?? near;
  }

  function storedIn(owner: number, lo: number, boundary: number): SessionState | null {
    const kept = boundary < lo ? undefined : store.state(owner, boundary);
    // Its hash stands for all that it was folded from: a log that was replaced by another has another.
    if (kept === undefined || kept.seq < lo || paths.hash(owner, kept.seq)?.equals(kept.hash) !== true) return null;
    const state = text.read(kept.state);
    if (state !== null) remember(recent, `${owner}:${kept.seq}`, state);
    return state;
  }

  function keep(path: readonly Segment[], state: SessionState): void {
    const segment = path.find(({ lo, hi }) => state.head >= lo && state.head <= hi);
    const hash = segment && paths.hash(segment.owner, state.head);
    if (segment === undefined || hash === undefined) return;
    remember(recent, `${segment.owner}:${state.head}`, state);
    remember(newest, segment.owner, state);
    store.keepState(segment.owner, { seq: state.head, hash, state: text.write(state) });
  }

  return {
    at(session, seq) {
      const path = paths.of(session, seq);
      const end = path.at(-1)?.hi ?? 0;
      let state = nearest(path);
      while (state.head < end) {
        const boundary = state.head - (state.head % EVERY) + EVERY;
        const events = getEvents(session, { from: state.head + 1, to: Math.min(boundary, end) });
        // A damaged file: the session ends where it cannot be read on.
        if (events.length === 0) break;
        state = foldAll(events, state);
        if (state.head % EVERY === 0) keep(path, state);
      }
      return state;
    },
    lag(session) {
      const path = paths.of(session);
      return Math.max(0, (path.at(-1)?.hi ?? 0) - nearest(path).head);
    },
  };
}

function remember<K>(states: Map<K, SessionState>, key: K, state: SessionState): void {
  states.delete(key);
  states.set(key, state);
  const [oldest] = states.keys();
  if (states.size > REMEMBERED && oldest !== undefined) states.delete(oldest);
}
