import { expect, test } from 'vitest';
import { keepSlots } from './row-slots.ts';

const slotsOf = (slots: ReadonlyMap<string | number, number>): number[] => [...slots.values()];

test('a row that stays in sight keeps its elements, and those that come get new ones', () => {
  const first = keepSlots(new Map(), [1, 2, 3], true);
  expect(slotsOf(first)).toEqual([0, 1, 2]);
  expect(slotsOf(keepSlots(first, [2, 3, 4], true))).toEqual([1, 2, 3]);
  expect(slotsOf(keepSlots(first, [0, 1, 2], true))).toEqual([3, 0, 1]);
});

test('after a leap the elements show other rows, in the same order', () => {
  const first = keepSlots(new Map(), [1, 2, 3], true);
  const scrolled = keepSlots(first, [2, 3, 4], true);
  expect(slotsOf(keepSlots(scrolled, [101, 102], true))).toEqual([1, 2]);
  expect(slotsOf(keepSlots(scrolled, [101, 102, 103, 104], true))).toEqual([1, 2, 3, 4]);
});

test('while text is selected no element shows another row', () => {
  const first = keepSlots(new Map(), [1, 2, 3], true);
  expect(slotsOf(keepSlots(first, [101, 102], false))).toEqual([3, 4]);
});
