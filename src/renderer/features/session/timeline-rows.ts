/** The rows of the timeline: events grouped by turn, each call with its result, each check with its criteria. Pure. */
import type { CriterionResult } from '../../../shared/criteria.ts';
import type { BodyOf, Envelope, EventType, SessionEvent } from '../../../shared/events.ts';
import { noteOf, type Note } from './timeline-note.ts';

export type EventOf<T extends EventType> = Envelope & BodyOf<T>;

export interface TurnRow {
  kind: 'turn';
  key: string;
  /** From 1; an attempt that failed and is made again is the same turn. */
  n: number;
  start: EventOf<'span.model_request_start'>;
  /** Null while the model answers. */
  end: EventOf<'span.model_request_end'> | null;
  calls: EventOf<'agent.tool_use'>[];
}

export type Row =
  | TurnRow
  | { kind: 'thinking'; key: string; turn: string | null; event: EventOf<'agent.thinking'> }
  | { kind: 'message'; key: string; turn: string | null; event: EventOf<'agent.message'> }
  | { kind: 'call'; key: string; turn: string | null; use: EventOf<'agent.tool_use'>; result: EventOf<'agent.tool_result'> | null }
  | { kind: 'check'; key: string; who: 'worker' | 'gate'; try: number | null; at: string; results: CriterionResult[]; end: CheckEnd | null }
  | { kind: 'said'; key: string; who: 'you' | 'drover'; text: string; at: string }
  | { kind: 'error'; key: string; event: EventOf<'session.error'> }
  | { kind: 'note'; key: string; note: Note; at: string };

type CheckRow = Extract<Row, { kind: 'check' }>;

export interface CheckEnd {
  passed: boolean;
  /** `needs revision`, `satisfied` … or the gate's ruling. */
  word: string;
  explanation: string;
}

/** The rows so far and what is still open in them. Rows are replaced, never changed: one that is the same is the same object. */
export interface Timeline {
  rows: readonly Row[];
  turns: number;
  /** Places in `rows`: the turn and the check that events now belong to, and each call without a result. */
  turn: number | null;
  check: number | null;
  calls: ReadonlyMap<string, number>;
}

export const emptyTimeline: Timeline = { rows: [], turns: 0, turn: null, check: null, calls: new Map() };

/** Adds events that come after those already in the timeline. */
export function addToTimeline(timeline: Timeline, events: readonly SessionEvent[]): Timeline {
  const draft: Draft = { ...timeline, rows: [...timeline.rows], calls: new Map(timeline.calls) };
  for (const event of events) add(draft, event);
  return draft;
}

/** A timeline of one's own, to be changed while events are added. */
interface Draft extends Timeline {
  rows: Row[];
  calls: Map<string, number>;
}

function add(draft: Draft, event: SessionEvent): void {
  const { rows } = draft;
  const turn = openTurn(draft);
  switch (event.type) {
    case 'span.model_request_start':
      dropEmptyTurn(draft);
      draft.turns += 1;
      draft.turn = rows.length;
      rows.push({ kind: 'turn', key: event.id, n: draft.turns, start: event, end: null, calls: [] });
      return;
    case 'span.model_request_end':
      if (draft.turn !== null && turn !== null) rows[draft.turn] = { ...turn, end: event };
      if (event.is_error) dropEmptyTurn(draft);
      return;
    case 'agent.thinking':
      rows.push({ kind: 'thinking', key: event.id, turn: turn?.key ?? null, event });
      return;
    case 'agent.message':
      rows.push({ kind: 'message', key: event.id, turn: turn?.key ?? null, event });
      return;
    case 'agent.tool_use':
      if (draft.turn !== null && turn !== null) rows[draft.turn] = { ...turn, calls: [...turn.calls, event] };
      draft.calls.set(event.id, rows.length);
      rows.push({ kind: 'call', key: event.id, turn: turn?.key ?? null, use: event, result: null });
      return;
    case 'agent.tool_result': {
      const place = draft.calls.get(event.tool_use_id);
      const row = place === undefined ? undefined : rows[place];
      if (place !== undefined && row?.kind === 'call') rows[place] = { ...row, result: event };
      draft.calls.delete(event.tool_use_id);
      return;
    }
    case 'span.outcome_evaluation_start':
      openCheck(draft, 'worker', event.iteration + 1, event);
      return;
    case 'verdict.started':
      openCheck(draft, 'gate', null, event);
      return;
    case 'span.outcome_evaluation_ongoing':
    case 'verdict.check':
      changeCheck(draft, (check) => ({
        results: [...check.results.filter((result) => result.id !== event.criterion.id), event.criterion],
      }));
      return;
    case 'span.outcome_evaluation_end':
      endCheck(draft, event.criteria, {
        passed: event.result === 'satisfied',
        word: event.result.replaceAll('_', ' '),
        explanation: event.explanation,
      });
      return;
    case 'verdict.ended':
      endCheck(draft, event.criteria, { passed: event.passed, word: event.passed ? 'passed' : 'failed', explanation: event.explanation });
      return;
    case 'user.message':
      rows.push({ kind: 'said', key: event.id, who: 'you', text: joined(event.content), at: event.processed_at });
      return;
    case 'system.message':
      rows.push({ kind: 'said', key: event.id, who: 'drover', text: joined(event.content), at: event.processed_at });
      return;
    case 'session.error':
      rows.push({ kind: 'error', key: event.id, event });
      return;
    default: {
      const note = noteOf(event);
      if (note !== null) rows.push({ kind: 'note', key: event.id, note, at: event.processed_at });
    }
  }
}

function openTurn(draft: Draft): TurnRow | null {
  const row = draft.turn === null ? undefined : draft.rows[draft.turn];
  return row?.kind === 'turn' ? row : null;
}

/** An attempt that brought nothing has no place of its own: its error stands there. */
function dropEmptyTurn(draft: Draft): void {
  if (draft.turn === null || draft.turn !== draft.rows.length - 1) return;
  draft.rows.pop();
  draft.turns -= 1;
  draft.turn = null;
}

function openCheck(draft: Draft, who: CheckRow['who'], attempt: number | null, event: Envelope): void {
  dropEmptyTurn(draft);
  const open = draft.check === null ? undefined : draft.rows[draft.check];
  // Begun again after a crash: the first beginning said the same.
  if (open?.kind === 'check' && open.who === who) return;
  draft.turn = null;
  draft.check = draft.rows.length;
  draft.rows.push({ kind: 'check', key: event.id, who, try: attempt, at: event.processed_at, results: [], end: null });
}

function changeCheck(draft: Draft, change: (check: CheckRow) => Partial<CheckRow>): void {
  const check = draft.check === null ? undefined : draft.rows[draft.check];
  if (draft.check !== null && check?.kind === 'check') draft.rows[draft.check] = { ...check, ...change(check) };
}

function endCheck(draft: Draft, results: CriterionResult[], end: CheckEnd): void {
  changeCheck(draft, () => ({ results, end }));
  draft.check = null;
}

function joined(content: readonly { text: string }[]): string {
  return content.map((block) => block.text).join('\n');
}

/** True for a row that `[` and `]` stop at. */
export function isFailure(row: Row): boolean {
  switch (row.kind) {
    case 'call':
      return row.result !== null && (row.result.is_error || row.result.lost);
    case 'check':
      return row.results.some((result) => !result.passed);
    case 'error':
      return true;
    case 'note':
      return row.note.tone === 'failed';
    default:
      return false;
  }
}
