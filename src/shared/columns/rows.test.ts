import { expect, test } from 'vitest';
import { SkeletonFlag } from '../skeleton.ts';
import { kindName } from './event-kinds.ts';
import { SessionIndex } from './session-index.ts';
import { columnsFrom, indexFrom, type Line } from './testing-columns.ts';

/** Rows as the types that they begin with, and the turn of each. */
const rowsOf = (lines: readonly Line[]): [string, number][] => {
  const { columns, rows } = indexFrom(lines);
  return Array.from({ length: rows.heads.length }, (_, row) => [kindName(columns.kind[rows.heads.at(row)]!), rows.turns.at(row)]);
};

test('a call, its result and its snapshot are one row of its turn', () => {
  const lines: Line[] = [
    ['span.model_request_start', { link: 4 }],
    ['agent.message'],
    ['agent.tool_use', { link: 5 }],
    ['span.model_request_end', { link: 1 }],
    ['agent.tool_result', { link: 3 }],
    ['workspace.snapshot', { link: 3 }],
  ];
  expect(rowsOf(lines)).toEqual([
    ['span.model_request_start', 1],
    ['agent.message', 1],
    ['agent.tool_use', 1],
  ]);
  const { rows } = indexFrom(lines);
  expect([...rows.of.values.subarray(0, 6)]).toEqual([0, 1, 2, 0, 2, 2]);
});

test('an attempt that failed is no turn; its error stands there and the next attempt has its number', () => {
  const lines: Line[] = [
    ['span.model_request_start', { link: 2 }],
    ['span.model_request_end', { link: 1, flags: SkeletonFlag.error }],
    ['session.error', { flags: SkeletonFlag.error }],
    ['span.model_request_start'],
    ['agent.tool_use'],
  ];
  expect(rowsOf(lines)).toEqual([
    ['session.error', 0],
    ['span.model_request_start', 1],
    ['agent.tool_use', 1],
  ]);
  expect([...indexFrom(lines).rows.failures.values.subarray(0, 2)]).toEqual([2, 0]);
});

test('a compaction asks a model and is no turn', () => {
  expect(
    rowsOf([
      ['span.model_request_start', { link: 2 }],
      ['span.model_request_end', { link: 1 }],
      ['context.compacted'],
      ['span.model_request_start'],
      ['agent.message'],
    ]),
  ).toEqual([
    ['context.compacted', 0],
    ['span.model_request_start', 1],
    ['agent.message', 1],
  ]);
});

test('a check with its criteria is one row and one failure, also when it was begun again after a crash', () => {
  const lines: Line[] = [
    ['span.outcome_evaluation_start'],
    ['span.outcome_evaluation_ongoing', { link: 1, flags: SkeletonFlag.failed }],
    ['span.outcome_evaluation_start', { link: 6 }],
    ['span.outcome_evaluation_ongoing', { link: 3, flags: SkeletonFlag.failed }],
    ['span.outcome_evaluation_ongoing', { link: 3, flags: SkeletonFlag.passed }],
    ['span.outcome_evaluation_end', { link: 3, flags: SkeletonFlag.failed }],
    ['system.message'],
    ['verdict.started', { link: 9 }],
    ['verdict.ended', { link: 8, flags: SkeletonFlag.passed }],
  ];
  expect(rowsOf(lines).map(([type]) => type)).toEqual(['span.outcome_evaluation_start', 'system.message', 'verdict.started']);
  const { rows } = indexFrom(lines);
  expect(rows.failures.length).toBe(1);
  expect(rows.failures.at(0)).toBe(1);
});

test('rows grow as if all entries had been there from the beginning', () => {
  const lines: Line[] = Array.from({ length: 300 }, (_, i): Line => {
    const first = i - (i % 4) + 1;
    return [
      ['span.model_request_start'] satisfies Line,
      ['agent.tool_use'] satisfies Line,
      ['span.model_request_end', { link: first }] satisfies Line,
      ['agent.tool_result', { link: first + 1, flags: i % 5 === 0 ? SkeletonFlag.error : 0 }] satisfies Line,
    ][i % 4]!;
  });
  const whole = indexFrom(lines);
  const half = columnsFrom(lines.slice(0, 150));
  const grown = new SessionIndex(half);
  const all = columnsFrom(lines);
  for (let i = 150; i < 300; i += 1) {
    grown.append({ kind: all.kind[i]!, flags: all.flags[i]!, at: all.at[i]!, cost: 0, link: all.link[i]! });
  }
  const numbers = ({ rows }: SessionIndex) =>
    [rows.heads, rows.turns, rows.turnRows, rows.of, rows.failures].map((list) => [...list.values.subarray(0, list.length)]);
  expect(numbers(grown)).toEqual(numbers(whole));
});
