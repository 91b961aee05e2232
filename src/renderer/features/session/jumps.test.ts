import { expect, test } from 'vitest';
import { SkeletonFlag } from '../../../shared/skeleton.ts';
import { indexFrom } from '../../../shared/columns/testing-columns.ts';
import { hitNumber, nextFailure, nextHit, nextTurn } from './jumps.ts';

const index = indexFrom([
  ['user.message'],
  ['span.model_request_start'],
  ['agent.tool_use', { link: 4 }],
  ['agent.tool_result', { link: 3, flags: SkeletonFlag.error }],
  ['span.model_request_start'],
  ['agent.message'],
  ['span.outcome_evaluation_start', { link: 9 }],
  ['span.outcome_evaluation_ongoing', { link: 7, flags: SkeletonFlag.failed }],
  ['span.outcome_evaluation_end', { link: 7, flags: SkeletonFlag.failed }],
]);

test('failures are stopped at once a row, in both directions, and not beyond the last', () => {
  expect(nextFailure(index, 1, 1)).toBe(4);
  expect(nextFailure(index, 3, 1), 'the cursor is on the row that failed').toBe(8);
  expect(nextFailure(index, 4, 1)).toBe(8);
  expect(nextFailure(index, 8, 1)).toBeNull();
  expect(nextFailure(index, 9, -1)).toBe(4);
  expect(nextFailure(index, 4, -1)).toBeNull();
});

test('turns: on to the next, back to the beginning of this one and then to the one before', () => {
  expect(nextTurn(index, 1, 1)).toBe(2);
  expect(nextTurn(index, 2, 1)).toBe(5);
  expect(nextTurn(index, 9, 1)).toBeNull();
  expect(nextTurn(index, 4, -1)).toBe(2);
  expect(nextTurn(index, 5, -1)).toBe(2);
  expect(nextTurn(index, 2, -1)).toBeNull();
});

test('hits go round', () => {
  const hits = Int32Array.from([3, 5, 8]);
  expect([1, 3, 4, 8].map((at) => nextHit(hits, at, 1))).toEqual([3, 5, 5, 3]);
  expect([9, 8, 4, 3].map((at) => nextHit(hits, at, -1))).toEqual([8, 5, 3, 8]);
  expect(nextHit(new Int32Array(0), 4, 1)).toBeNull();
  expect([5, 6].map((at) => hitNumber(hits, at))).toEqual([2, 0]);
});
