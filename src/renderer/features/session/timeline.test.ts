import { expect, test } from 'vitest';
import type { EventBody, SessionEvent } from '../../../shared/events.ts';
import { callSummary } from './call-summary.ts';
import { noteOf } from './timeline-note.ts';
import { addToTimeline, emptyTimeline, isFailure, type Row } from './timeline-rows.ts';

const timelineRows = (events: SessionEvent[]): readonly Row[] => addToTimeline(emptyTimeline, events).rows;

const usage = { input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };

function log(...bodies: EventBody[]): SessionEvent[] {
  return bodies.map((body, index) => ({
    ...body,
    id: `sevt_${index + 1}`,
    session: 'sesn_1',
    seq: index + 1,
    processed_at: '2026-11-23T10:00:00.000Z',
  }));
}

const ask: EventBody = { type: 'span.model_request_start', purpose: 'turn', model: 'm' };
const answered = (startId: string, is_error = false): EventBody => ({
  type: 'span.model_request_end',
  purpose: 'turn',
  model_request_start_id: startId,
  is_error,
  model_usage: usage,
  cost_usd: 0.01,
  stop_reason: is_error ? null : 'tool_use',
  duration_ms: 10,
});
const use = (name: string, input: Record<string, unknown>): EventBody => ({
  type: 'agent.tool_use',
  message_id: 'msg',
  model_tool_use_id: 'tu',
  name,
  input,
});
const failed: EventBody = {
  type: 'session.error',
  error: {
    type: 'model_overloaded_error',
    message: 'overloaded',
    retry_status: { type: 'exhausted' },
    problem: { what: '', where: '', todo: '' },
  },
};

test('a call and its result are one row of its turn', () => {
  const rows = timelineRows(
    log(ask, use('bash', { command: 'ls' }), answered('sevt_1'), {
      type: 'agent.tool_result',
      tool_use_id: 'sevt_2',
      content: [{ type: 'text', text: 'a' }],
      is_error: false,
      lost: false,
      duration_ms: 5,
    }),
  );
  expect(rows.map((row) => row.kind)).toEqual(['turn', 'call']);
  expect(rows[1]).toMatchObject({ turn: 'sevt_1', result: { duration_ms: 5 } });
  expect(rows[0]).toMatchObject({ n: 1, end: { cost_usd: 0.01 } });
});

test('events that come later change only the rows they belong to', () => {
  const events = log(ask, use('bash', { command: 'ls' }), use('bash', { command: 'pwd' }), {
    type: 'agent.tool_result',
    tool_use_id: 'sevt_2',
    content: [],
    is_error: false,
    lost: false,
    duration_ms: 5,
  });
  const before = addToTimeline(emptyTimeline, events.slice(0, 3));
  const after = addToTimeline(before, events.slice(3));
  expect(before.rows[1]).toMatchObject({ result: null });
  expect(after.rows[1]).toMatchObject({ result: { duration_ms: 5 } });
  expect(after.rows[0]).toBe(before.rows[0]);
  expect(after.rows[2]).toBe(before.rows[2]);
  expect(after.rows).toEqual(addToTimeline(emptyTimeline, events).rows);
});

test('an attempt that failed is not a turn; its error stands there and the next attempt has its number', () => {
  const rows = timelineRows(log(ask, answered('sevt_1', true), failed, ask, use('read', { path: 'a' })));
  expect(rows.map((row) => row.kind)).toEqual(['error', 'turn', 'call']);
  expect(rows[1]).toMatchObject({ n: 1 });
  expect(rows.filter(isFailure)).toHaveLength(1);
});

test('the criteria of a check stand in one row, also while it runs', () => {
  const criterion = {
    id: 'tests',
    title: 'tests',
    kind: 'command' as const,
    visibility: 'shown' as const,
    weight: 'must' as const,
    passed: false,
    reason: 'Exit 1',
    evidence: {
      subject: 'npm test',
      exitCode: 1,
      stdout: { head: '', tail: '', bytes: 0 },
      stderr: { head: '', tail: '', bytes: 0 },
      durationMs: 5,
    },
  };
  const begun: EventBody[] = [
    { type: 'span.outcome_evaluation_start', outcome_id: 'o', iteration: 0 },
    { type: 'span.outcome_evaluation_ongoing', outcome_id: 'o', iteration: 0, criterion },
  ];
  expect(timelineRows(log(...begun))).toMatchObject([{ kind: 'check', who: 'worker', try: 1, results: [{ id: 'tests' }], end: null }]);
  const ended = log(...begun, {
    type: 'span.outcome_evaluation_end',
    outcome_evaluation_start_id: 'sevt_1',
    outcome_id: 'o',
    iteration: 0,
    result: 'needs_revision',
    explanation: '1 of 1 fail',
    usage,
    criteria: [criterion],
  });
  expect(timelineRows(ended)).toMatchObject([{ end: { passed: false, word: 'needs revision' } }]);
});

test('an event of a newer version is a row with its data', () => {
  const [event] = log(ask);
  if (event === undefined) throw new Error('no event');
  const { id, session, seq, processed_at } = event;
  expect(noteOf({ id, session, seq, processed_at, type: 'unknown', originalType: 'agent.dreamt', data: { a: 1 } })).toMatchObject({
    text: 'agent.dreamt',
    more: '{\n  "a": 1\n}',
  });
});

test('a call is summed up in one line', () => {
  const ok = (text: string) => ({ text, isError: false, lost: false });
  const bad = (text: string) => ({ text, isError: true, lost: false });
  expect(callSummary('bash', { command: 'npm test' }, bad('FAIL\n[exit 1]'))).toEqual({
    subject: 'npm test',
    outcome: 'exit 1',
    tone: 'failed',
  });
  expect(callSummary('bash', { command: 'ls' }, ok('a')).outcome).toBe('exit 0');
  expect(callSummary('bash', { command: 'x' }, bad('…\n[ended by SIGKILL]')).outcome).toBe('exit SIGKILL');
  expect(callSummary('edit', { path: 'a.ts', old_text: 'a\nb', new_text: 'a\nb\nc\n' }, ok('done')).outcome).toBe('+3 −2');
  expect(callSummary('read', { path: 'a', offset: 10, limit: 5 }, ok('1\n2\n3'))).toMatchObject({ subject: 'a:10–14', outcome: '3 lines' });
  expect(callSummary('grep', { pattern: 'x', glob: '*.ts' }, ok('a:1:x'))).toMatchObject({ subject: 'x in *.ts', outcome: '1 hit' });
  expect(callSummary('glob', { pattern: '**' }, ok('(no output)')).outcome).toBe('0 files');
  expect(callSummary('check_criteria', {}, bad('3 of 5 hold.\nFAIL x')).outcome).toBe('3/5');
  expect(callSummary('bash', { command: 'x' }, null)).toMatchObject({ outcome: '', tone: 'running' });
  expect(callSummary('bash', { command: 'x' }, { text: '', isError: true, lost: true })).toMatchObject({ outcome: 'lost', tone: 'lost' });
  expect(callSummary('teleport', { to: 1 }, ok('')).subject).toBe('{"to":1}');
  expect(callSummary('bash', {}, null).subject).toBe('""');
});
