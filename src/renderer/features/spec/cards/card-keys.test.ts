import { expect, test } from 'vitest';
import { keepKeys } from './card-keys.ts';

const keysOf = (known: ReturnType<typeof keepKeys>): number[] => known.map(({ key }) => key);

test('a card keeps its name when it moves, when its id is written anew, and when others come and go', () => {
  const first = keepKeys([], ['a', 'b', 'c']);
  expect(keysOf(first)).toEqual([1, 2, 3]);
  expect(keysOf(keepKeys(first, ['c', 'a', 'b']))).toEqual([3, 1, 2]);
  expect(keysOf(keepKeys(first, ['a', 'bx', 'c']))).toEqual([1, 2, 3]);
  expect(keysOf(keepKeys(first, ['a', 'c']))).toEqual([1, 3]);
  expect(keysOf(keepKeys(first, ['a', 'a-2', 'b', 'c']))).toEqual([1, 4, 2, 3]);
});

test('two cards with one id, or none, have two names', () => {
  const first = keepKeys([], ['a', 'a', undefined]);
  expect(new Set(keysOf(first)).size).toBe(3);
  expect(keysOf(keepKeys(first, ['a', 'a', undefined]))).toEqual(keysOf(first));
});
