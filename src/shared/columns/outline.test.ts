import fc from 'fast-check';
import { expect, test } from 'vitest';
import { skeletonKinds } from '../skeleton.ts';
import { MARKS } from './event-kinds.ts';
import { indexOfOutline, outlineOf } from './outline.ts';
import { fitted, samplesOf } from './samples.ts';
import { indexFrom, type Line } from './testing-columns.ts';
import { wholeOf } from './view.ts';

const lines = fc
  .array(fc.tuple(fc.constantFrom(...skeletonKinds), fc.integer({ min: 0, max: 8 }), fc.nat(5)), {
    minLength: 1,
    maxLength: 2500,
    size: 'max',
  })
  .map((entries) =>
    entries.map(([type, eighths, back], i): Line => [type, { cost: eighths / 8, link: back === 0 ? 0 : Math.max(0, i + 1 - back) }]),
  );

test('the end of a session is the same drawn from its outline: its rows, its turns, what was spent', () => {
  fc.assert(
    fc.property(lines, (session) => {
      const whole = indexFrom(session);
      const end = indexOfOutline(outlineOf(whole));
      expect([end.length, end.rows.length, end.rows.turnRows.length]).toEqual([
        whole.length,
        whole.rows.length,
        whole.rows.turnRows.length,
      ]);
      expect(end.newest).toEqual(whole.newest);
      for (let entry = Math.max(0, whole.length - 500); entry < whole.length; entry += 7) {
        const row = whole.rows.of.at(entry);
        expect(end.rows.of.at(entry)).toBe(row);
        expect(end.rows.heads.at(row)).toBe(whole.rows.heads.at(row));
        expect(end.rows.turns.at(row)).toBe(whole.rows.turns.at(row));
        expect(end.rows.isTurn(row)).toBe(whole.rows.isTurn(row));
        expect(end.density.costBefore(end.columns, entry)).toBe(whole.density.costBefore(whole.columns, entry));
        expect(end.columns.at[entry]).toBe(whole.columns.at[entry]);
      }
    }),
    { numRuns: 40 },
  );
});

test('a strip cut into fewer columns has the same marks, and ends with the same money', () => {
  const session = Array.from({ length: 900 }, (_, i): Line => [i % 3 === 0 ? 'user.message' : 'agent.message', { cost: 0.5 }]);
  const index = indexFrom(session);
  const samples = samplesOf(index, 'position', wholeOf(index.columns, 'position'), 300);
  const fewer = fitted(samples, 128);
  const marks = (counts: Int32Array): number[] =>
    Array.from({ length: MARKS }, (_, mark) => counts.filter((_count, i) => i % MARKS === mark).reduce((sum, count) => sum + count, 0));
  expect(marks(fewer.counts)).toEqual(marks(samples.counts));
  expect(fewer.cost[127]).toBe(1);
  expect(fitted(samples, 300)).toBe(samples);
});
