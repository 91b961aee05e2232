import { expect, test } from 'vitest';
import { fitColumns } from './fit-columns.ts';

const room = (width: number) => ({ width, rest: 200, wordy: 150, terse: 60 });

test('words where there is room, then marks, then the newest with a place for the press that shows the others', () => {
  expect(fitColumns(5, room(950))).toEqual({ terse: false, from: 0 });
  expect(fitColumns(5, room(949))).toEqual({ terse: true, from: 0 });
  expect(fitColumns(12, room(920))).toEqual({ terse: true, from: 0 });
  expect(fitColumns(13, room(920))).toEqual({ terse: true, from: 2 });
});

test('in no room at all the newest stands alone, and before anything is measured all do', () => {
  expect(fitColumns(9, room(100))).toEqual({ terse: true, from: 8 });
  expect(fitColumns(1, room(100))).toEqual({ terse: true, from: 0 });
  expect(fitColumns(9, room(0))).toEqual({ terse: false, from: 0 });
});
