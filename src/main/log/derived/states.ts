/** The state of a session after any of its events, folded from the nearest state that is kept. */
import { foldAll, initialState, type SessionState } from '../../../shared/fold.ts';
import type { SessionEvent } from '../../../shared/events.ts';
import type { DerivedStore } from './derived-store.ts';
import type { Paths, Segment } from './path.ts';
import { stateText } from './state-text.ts';

/** A state is kept after each event whose position this divides. */
const EVERY = 500;
/** States that are remembered as objects, of all sessions. */
const REMEMBERED = 64;

export interface States {
  /** After event `seq`, or at the head where the session is not that long. */
  at(session: string, seq: number): SessionState;
}

type GetEvents = (session: string, slice: { from: number; to: number }) => SessionEvent[];

export function statesOn(getEvents: GetEvents, paths: Paths, store: DerivedStore): States {
  const text = stateText(store);
  const recent = new Map<string, SessionState>();

  function remember(key: string, state: SessionState): void {
    recent.delete(key);
    recent.set(key, state);
    const [oldest] = recent.keys();
    if (recent.size > REMEMBERED && oldest !== undefined) recent.delete(oldest);
  }

  /** The newest that is kept on the way to `seq`. */
  function nearest(path: readonly Segment[]): SessionState {
    for (const { lo, hi, owner } of path.toReversed()) {
      const kept = keptIn(owner, lo, hi);
      if (kept !== null) return kept;
    }
    return initialState;
  }

  function keptIn(owner: number, lo: number, hi: number): SessionState | null {
    const boundary = hi - (hi % EVERY);
    if (boundary < lo) return null;
    const known = recent.get(`${owner}:${boundary}`);
    if (known !== undefined) return known;
    const kept = store.state(owner, boundary);
    // Its hash stands for all that it was folded from: a log that was replaced by another has another.
    if (kept === undefined || kept.seq < lo || paths.hash(owner, kept.seq)?.equals(kept.hash) !== true) return null;
    const state = text.read(kept.state);
    if (state !== null) remember(`${owner}:${kept.seq}`, state);
    return state;
  }

  function keep(path: readonly Segment[], state: SessionState): void {
    const segment = path.find(({ lo, hi }) => state.head >= lo && state.head <= hi);
    const hash = segment && paths.hash(segment.owner, state.head);
    if (segment === undefined || hash === undefined) return;
    remember(`${segment.owner}:${state.head}`, state);
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
  };
}
