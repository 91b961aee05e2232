/** The session that the window watches: columns of all its events, its state at the head, and what streams in before it is an event. */
import type { BodyOf, SessionEvent } from '../../shared/events.ts';
import { fold, type SessionState } from '../../shared/fold.ts';
import type { Push } from '../../shared/ipc.ts';
import type { Outline } from '../../shared/columns/outline.ts';
import type { SessionIndex } from '../../shared/columns/session-index.ts';
import type { Slices } from '../features/session/list/slices.ts';
import { liveEntry, remember, type RecentIds } from './live-entry.ts';

type DeltaSource = Extract<Push, { kind: 'delta' }>['source'];

/** Text by source; stdout and stderr share `output`, in the order in which they came. */
export interface Live {
  thinking: string;
  text: string;
  toolInput: string;
  output: string;
}

export interface Watched {
  id: string;
  /** Grows in place: a new `Watched` says that it did. */
  index: SessionIndex;
  /** Set while `index` knows the end of the session alone, and the rest is on its way. */
  outline: Outline | null;
  /** What is on the screen of the events themselves. */
  slices: Slices;
  recent: RecentIds;
  /** At the head; null until it is here. */
  state: SessionState | null;
  /** Events that came before the state did. */
  early: readonly SessionEvent[];
  /** The newest sandbox that was made: isolation and facts. */
  sandbox: BodyOf<'sandbox.provisioned'> | null;
  live: Live;
}

export const nothingLive: Live = { thinking: '', text: '', toolInput: '', output: '' };

/** Streamed text is only shown: the newest part is enough. */
const KEPT_CHARACTERS = 64_000;

export function watch(id: string, index: SessionIndex, slices: Slices, tail: readonly SessionEvent[]): Watched {
  const recent: RecentIds = new Map();
  remember(recent, tail);
  slices.keep(tail);
  return { id, index, outline: null, slices, recent, state: null, early: [], sandbox: null, live: nothingLive };
}

/** The state as it was at the event `state.head`; what came meanwhile is folded on. */
export function withState(watched: Watched, state: SessionState): Watched {
  return { ...watched, state: foldOn(state, watched.early), early: [] };
}

/** Appends events; those that are there already are left out, so that a repeated push does no harm. */
export function addEvents(watched: Watched, events: readonly SessionEvent[]): Watched {
  const { index, recent, slices } = watched;
  const fresh = events.filter((event) => event.seq > index.length);
  if (fresh.length === 0) return watched;
  let { sandbox, live } = watched;
  for (const event of fresh) {
    index.append(liveEntry(index.columns, recent, event));
    // At once: what comes next in the same push may name it.
    remember(recent, [event]);
    if (event.type === 'sandbox.provisioned') sandbox = event;
    live = settle(live, event);
  }
  slices.keep(fresh);
  const grown = { ...watched, sandbox, live };
  return watched.state === null ? { ...grown, early: [...watched.early, ...fresh] } : { ...grown, state: foldOn(watched.state, fresh) };
}

function foldOn(from: SessionState, events: readonly SessionEvent[]): SessionState {
  let state = from;
  for (const event of events) if (event.seq > state.head) state = fold(state, event);
  return state;
}

export function addDelta(watched: Watched, source: DeltaSource, text: string): Watched {
  const key = source === 'stdout' || source === 'stderr' ? 'output' : source === 'tool_input' ? 'toolInput' : source;
  return { ...watched, live: { ...watched.live, [key]: (watched.live[key] + text).slice(-KEPT_CHARACTERS) } };
}

/** The finished event is the truth: what streamed before it goes. */
function settle(live: Live, event: SessionEvent): Live {
  switch (event.type) {
    case 'agent.thinking':
      return { ...live, thinking: '' };
    case 'agent.message':
      return { ...live, text: '' };
    case 'agent.tool_use':
      return { ...live, toolInput: '', output: '' };
    case 'agent.tool_result':
    case 'span.outcome_evaluation_ongoing':
    case 'verdict.check':
      return { ...live, output: '' };
    case 'span.model_request_start':
    case 'span.model_request_end':
    case 'session.status_idle':
    case 'session.error':
      return nothingLive;
    default:
      return live;
  }
}
