/** The session that the window watches: its events in order, their fold, and what streams in before it is an event. */
import type { BodyOf, SessionEvent } from '../../shared/events.ts';
import { fold, initialState, type SessionState } from '../../shared/fold.ts';
import { addToTimeline, emptyTimeline, type Timeline } from '../features/session/timeline-rows.ts';
import type { Push } from '../../shared/ipc.ts';

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
  events: SessionEvent[];
  state: SessionState;
  timeline: Timeline;
  /** The newest sandbox that was made: isolation and facts. */
  sandbox: BodyOf<'sandbox.provisioned'> | null;
  live: Live;
}

export const nothingLive: Live = { thinking: '', text: '', toolInput: '', output: '' };

/** Streamed text is only shown: the newest part is enough. */
const KEPT_CHARACTERS = 64_000;

export function watch(id: string): Watched {
  return { id, events: [], state: initialState, timeline: emptyTimeline, sandbox: null, live: nothingLive };
}

/** Appends events; those that are there already are left out, so that a repeated push does no harm. */
export function addEvents(watched: Watched, events: readonly SessionEvent[]): Watched {
  const last = watched.events.at(-1)?.seq ?? 0;
  const fresh = events.filter((event) => event.seq > last);
  if (fresh.length === 0) return watched;
  let { state, sandbox, live } = watched;
  for (const event of fresh) {
    state = fold(state, event);
    if (event.type === 'sandbox.provisioned') sandbox = event;
    live = settle(live, event);
  }
  return { ...watched, events: [...watched.events, ...fresh], timeline: addToTimeline(watched.timeline, fresh), state, sandbox, live };
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
