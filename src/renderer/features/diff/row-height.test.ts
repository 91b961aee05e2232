import { expect, test } from 'vitest';
import type { DrawnRow, LineRow } from './drawn-rows.ts';
import { fitOf, LINE_PX } from './row-height.ts';

const line = (text: string): LineRow => ({ kind: 'added', text, oldLine: null, newLine: 1, changed: null });
const row = (text: string): DrawnRow => ({ kind: 'line', line: line(text), key: 1, file: 0 });

test('a line that fits is one line, and nobody measures it', () => {
  expect(fitOf(row('x'.repeat(80)), 80)).toEqual({ height: LINE_PX, measure: false });
  expect(fitOf(row('\tconst é = 1;'), 80)).toEqual({ height: LINE_PX, measure: false });
});

test('a line that may not fit is measured, with a good guess before', () => {
  expect(fitOf(row('x'.repeat(81)), 80)).toEqual({ height: 2 * LINE_PX, measure: true });
  expect(fitOf(row('漢'.repeat(60)), 80)).toMatchObject({ measure: true });
  expect(fitOf(row('\t'.repeat(40)), 80)).toMatchObject({ measure: true });
});

test('a pair is as high as its longer side', () => {
  const pair: DrawnRow = { kind: 'pair', old: line('short'), new: line('x'.repeat(200)), key: 1, file: 0 };
  expect(fitOf(pair, 80)).toEqual({ height: 3 * LINE_PX, measure: true });
});

test('what is never drawn whole is not as high as it is long', () => {
  expect(fitOf(row('x'.repeat(1_000_000)), 100).height).toBe(20 * LINE_PX);
});
