import { expect, test } from 'vitest';
import type { CriterionResult } from '../../../../shared/criteria.ts';
import type { BodyOf, EventBody, SessionEvent } from '../../../../shared/events.ts';
import { initialState, type SessionState } from '../../../../shared/fold.ts';
import { loopTable, type LoopTable } from './loop-table.ts';

const nothing = { head: '', tail: '', bytes: 0 };
const result = (id: string, passed: boolean, visibility: 'shown' | 'held_out' = 'shown'): CriterionResult => ({
  id,
  title: `Criterion ${id}`,
  kind: 'command',
  visibility,
  weight: 'must',
  passed,
  reason: '',
  evidence: { subject: '', exitCode: 0, stdout: nothing, stderr: nothing, durationMs: 0 },
});
const at = (seq: number, body: EventBody): SessionEvent => ({ id: `sevt_${seq}`, session: 's', seq, processed_at: '', ...body });
const usage = { input_tokens: 0, output_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
const tried = (iteration: number, criteria: CriterionResult[], over: Partial<BodyOf<'span.outcome_evaluation_end'>> = {}): EventBody => ({
  type: 'span.outcome_evaluation_end',
  outcome_evaluation_start_id: '',
  outcome_id: '',
  iteration,
  result: 'needs_revision',
  explanation: '',
  usage,
  criteria,
  ...over,
});
const judged = (passed: boolean, criteria: CriterionResult[]): EventBody => ({
  type: 'verdict.ended',
  passed,
  explanation: '',
  tree: null,
  criteria,
  sandbox: null,
  duration_ms: 0,
});
const draw = ({ columns, rows }: LoopTable): string[] => [
  columns.map(({ label, held, of, word }) => `${label} ${held}/${of} ${word}`.trim()).join(' | '),
  ...rows.map(
    ({ id, cells }) =>
      `${id}: ${cells.map((cell) => (cell === null ? '.' : `${cell.result.passed ? '+' : '-'}${cell.turned ?? ''}`)).join(' ')}`,
  ),
];

test('each try shows what turned green and what turned back, the gate last, with what only it checks', () => {
  const table = loopTable(
    [
      at(5, tried(0, [result('a', false), result('b', true)])),
      at(9, tried(1, [result('a', true), result('b', false)], { result: 'satisfied' })),
      at(12, judged(true, [result('a', true), result('b', true), result('h', true, 'held_out')])),
    ],
    null,
  );
  expect(draw(table)).toEqual([
    '1 1/2 needs revision | 2 1/2 satisfied | Gate 3/3 passed',
    'a: - +green +',
    'b: + -back +green',
    'h: . . +',
  ]);
  expect(table.columns.map(({ seq }) => seq)).toEqual([5, 9, 12]);
  expect(table.rows[2]?.heldOut).toBe(true);
});

test('what held on the base did not turn', () => {
  const base: EventBody = { type: 'outcome.checked_on_base', base: 'c', target: 't', criteria: [result('a', true), result('b', false)] };
  expect(draw(loopTable([at(3, base), at(5, tried(0, [result('a', true), result('b', true)]))], null))).toEqual([
    'Base 1/2 before the work | 1 2/2 needs revision',
    'a: + +',
    'b: - +green',
  ]);
});

test('sent back, it goes on after its gate', () => {
  const table = loopTable(
    [at(5, tried(0, [result('a', true)])), at(6, judged(true, [result('a', true)])), at(9, tried(1, [result('a', false)]))],
    null,
  );
  expect(table.columns.map(({ label }) => label)).toEqual(['1', 'Gate', '2']);
  expect(table.rows[0]?.cells.at(-1)?.turned).toBe('back');
});

test('a check that runs is a column that fills', () => {
  const state: SessionState = {
    ...initialState,
    status: 'running',
    head: 20,
    openEvaluation: { startId: 'x', iteration: 1, hasFiles: true },
    criteria: [result('a', true)],
  };
  const table = loopTable([at(5, tried(0, [result('a', false), result('b', false)]))], state);
  expect(draw(table)).toEqual(['1 0/2 needs revision | 2 1/1', 'a: - +green', 'b: - .']);
  expect(table.columns[1]?.running).toBe(true);
});

test('what cannot be done says so', () => {
  expect(draw(loopTable([at(5, tried(0, [], { result: 'failed', impossible: true }))], null))).toEqual([
    '1 0/0 cannot be done as specified',
  ]);
});
