import { expect, test } from 'vitest';
import { SkeletonFlag } from '../../../../shared/skeleton.ts';
import { indexFrom } from '../../../../shared/columns/testing-columns.ts';
import { hitsOf, isFiltering, noFilter } from './hits.ts';

const index = indexFrom([
  ['user.message'],
  ['agent.tool_use'],
  ['agent.tool_result', { flags: SkeletonFlag.error }],
  ['sandbox.lost', { flags: SkeletonFlag.lost }],
  ['agent.message'],
]);

test('kinds and failures are found by the columns alone', () => {
  expect([...hitsOf(index, { ...noFilter, lanes: new Set(['tools', 'you']) }, null)]).toEqual([1, 2, 3]);
  expect([...hitsOf(index, { ...noFilter, failuresOnly: true }, null)]).toEqual([3, 4]);
  expect([...hitsOf(index, { ...noFilter, lanes: new Set(['tools']), failuresOnly: true }, null)]).toEqual([3]);
});

test('what has the text must fit the rest too, and be there already', () => {
  expect([...hitsOf(index, { ...noFilter, lanes: new Set(['tools']) }, [1, 2, 3, 99])]).toEqual([2, 3]);
});

test('a blank filter is none', () => {
  expect(isFiltering({ ...noFilter, text: '  ' })).toBe(false);
  expect(isFiltering({ ...noFilter, failuresOnly: true })).toBe(true);
});
