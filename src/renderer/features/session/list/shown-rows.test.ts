import { expect, test } from 'vitest';
import { indexFrom, type Line } from '../../../../shared/columns/testing-columns.ts';
import { shownRows } from './shown-rows.ts';

/** Two turns of two rows each, with a word of the user between. */
const { rows } = indexFrom([
  ['span.model_request_start', { link: 4 }],
  ['agent.tool_use', { link: 5 }],
  ['agent.tool_use', { link: 6 }],
  ['span.model_request_end', { link: 1 }],
  ['agent.tool_result', { link: 2 }],
  ['agent.tool_result', { link: 3 }],
  ['verdict.started'],
  ['span.model_request_start'],
  ['agent.message'],
] satisfies Line[]);
const listed = (folded: number[], hits: number[] | null): number[] => {
  const shown = shownRows(rows, new Set(folded), hits === null ? null : Int32Array.from(hits));
  return Array.from({ length: shown.length }, (_, place) => shown.row(place));
};

test('all rows, or without those of a folded turn', () => {
  expect(listed([], null)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(listed([1], null)).toEqual([0, 3, 4, 5]);
  expect(listed([1, 2], null)).toEqual([0, 3, 4]);
});

test('with hits, each row that has one, once and in order, also in folded turns', () => {
  // The result of the first call comes after the second call.
  expect(listed([1], [3, 5, 6])).toEqual([1, 2]);
  expect(listed([], [])).toEqual([]);
});

test('a row that is not shown stands at the one before it', () => {
  const shown = shownRows(rows, new Set([1]), null);
  expect([0, 1, 2, 3, 5].map((row) => shown.place(row))).toEqual([0, 0, 0, 1, 3]);
});
