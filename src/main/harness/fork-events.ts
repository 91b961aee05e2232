/** How a session begins that shares its past with another one. Pure. */
import type { BodyOf, Dispatch, NewEvent, SessionEvent } from '../../shared/events.ts';
import type { SessionState } from '../../shared/fold.ts';
import { abandonedRequest } from './abandoned.ts';

/** A changed message or task takes the place of the one that stands at `seq`, which is then not shared. */
export function forkPoint(seq: number, event: SessionEvent | undefined, changes: { message: boolean; spec: boolean }): number {
  const replaced =
    (changes.message && (event?.type === 'user.message' || event?.type === 'verdict.sent_back')) ||
    (changes.spec && event?.type === 'user.define_outcome' && event.seq > 1);
  return replaced ? seq - 1 : seq;
}

export interface ForkStart {
  parent: string;
  at: number;
  /** The parent's as of `at`. */
  state: SessionState;
  dispatch: Dispatch;
  /** Snapshots of the shared part that are on the desktop by now. */
  collected: BodyOf<'workspace.collected'>['snapshots'];
  /** In place of what the parent was told; null: the same. */
  coaching: Omit<BodyOf<'coaching.applied'>, 'type'> | null;
  outcome: Omit<BodyOf<'user.define_outcome'>, 'type'> | null;
  message: string | null;
}

/** The fork's own first events: what was under way in the parent is closed, and what was changed is said. */
export function forkEvents({ parent, at, state, dispatch, collected, coaching, outcome, message }: ForkStart): NewEvent[] {
  const events: NewEvent[] = [{ type: 'session.forked', parent_session_id: parent, parent_seq: at, dispatch }];
  if (coaching !== null) events.push({ type: 'coaching.applied', ...coaching });
  if (collected.length > 0) events.push({ type: 'workspace.collected', snapshots: collected });
  if (state.openRequest !== null) events.push(abandonedRequest(state.openRequest));
  for (const call of state.pendingCalls) {
    const content = [{ type: 'text' as const, text: 'Rewound: this call was not run in this session.' }];
    events.push({ type: 'agent.tool_result', tool_use_id: call.id, content, is_error: true, lost: false, duration_ms: 0 });
  }
  if (outcome !== null) events.push({ type: 'user.define_outcome', ...outcome });
  if (message !== null) events.push({ type: 'user.message', content: [{ type: 'text', text: message }] });
  return events;
}

/** What a fork is called: as the task, and where it parted. */
export function forkTitle(title: string, at: number): string {
  return `${title.replace(/ \(rewound to \d+\)$/, '')} (rewound to ${at})`;
}
