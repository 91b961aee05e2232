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

export interface CheckEnd {
  passed: boolean;
  /** `needs revision`, `satisfied` … or the gate's ruling. */
  word: string;
  explanation: string;
}

interface Grouping {
  rows: Row[];
  turns: number;
  turn: TurnRow | null;
  calls: Map<string, Extract<Row, { kind: 'call' }>>;
  check: Extract<Row, { kind: 'check' }> | null;
}

export function timelineRows(events: readonly SessionEvent[]): Row[] {
  const grouping: Grouping = { rows: [], turns: 0, turn: null, calls: new Map(), check: null };
  for (const event of events) add(grouping, event);
  return grouping.rows;
}

function add(grouping: Grouping, event: SessionEvent): void {
  const { rows } = grouping;
  const turn = grouping.turn?.key ?? null;
  switch (event.type) {
    case 'span.model_request_start':
      dropEmptyTurn(grouping);
      grouping.turns += 1;
      grouping.turn = { kind: 'turn', key: event.id, n: grouping.turns, start: event, end: null, calls: [] };
      rows.push(grouping.turn);
      return;
    case 'span.model_request_end':
      if (grouping.turn !== null) grouping.turn.end = event;
      if (event.is_error) dropEmptyTurn(grouping);
      return;
    case 'agent.thinking':
      rows.push({ kind: 'thinking', key: event.id, turn, event });
      return;
    case 'agent.message':
      rows.push({ kind: 'message', key: event.id, turn, event });
      return;
    case 'agent.tool_use': {
      const row = { kind: 'call' as const, key: event.id, turn, use: event, result: null };
      grouping.calls.set(event.id, row);
      grouping.turn?.calls.push(event);
      rows.push(row);
      return;
    }
    case 'agent.tool_result': {
      const row = grouping.calls.get(event.tool_use_id);
      if (row !== undefined) row.result = event;
      return;
    }
    case 'span.outcome_evaluation_start':
      openCheck(grouping, 'worker', event.iteration + 1, event);
      return;
    case 'verdict.started':
      openCheck(grouping, 'gate', null, event);
      return;
    case 'span.outcome_evaluation_ongoing':
    case 'verdict.check':
      if (grouping.check !== null)
        grouping.check.results = [...grouping.check.results.filter((result) => result.id !== event.criterion.id), event.criterion];
      return;
    case 'span.outcome_evaluation_end':
      endCheck(grouping, event.criteria, {
        passed: event.result === 'satisfied',
        word: event.result.replaceAll('_', ' '),
        explanation: event.explanation,
      });
      return;
    case 'verdict.ended':
      endCheck(grouping, event.criteria, {
        passed: event.passed,
        word: event.passed ? 'passed' : 'failed',
        explanation: event.explanation,
      });
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

/** An attempt that brought nothing has no place of its own: its error stands there. */
function dropEmptyTurn(grouping: Grouping): void {
  if (grouping.turn === null || grouping.rows.at(-1) !== grouping.turn) return;
  grouping.rows.pop();
  grouping.turns -= 1;
  grouping.turn = null;
}

function openCheck(grouping: Grouping, who: 'worker' | 'gate', attempt: number | null, event: Envelope): void {
  dropEmptyTurn(grouping);
  // Begun again after a crash: the first beginning said the same.
  if (grouping.check !== null && grouping.check.end === null && grouping.check.who === who) return;
  grouping.turn = null;
  grouping.check = { kind: 'check', key: event.id, who, try: attempt, at: event.processed_at, results: [], end: null };
  grouping.rows.push(grouping.check);
}

function endCheck(grouping: Grouping, results: CriterionResult[], end: CheckEnd): void {
  if (grouping.check === null) return;
  grouping.check.results = results;
  grouping.check.end = end;
  grouping.check = null;
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
