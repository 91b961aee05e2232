import fc from 'fast-check';
import { expect, test } from 'vitest';
import { skeletonKinds } from '../skeleton.ts';
import { Density } from './density.ts';
import { kindNumber, markOf, MARKS } from './event-kinds.ts';
import { Spans } from './spans.ts';
import { columnsFrom, type Line } from './testing-columns.ts';

test('sums by blocks are what counting gives', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...skeletonKinds), fc.integer({ min: 0, max: 8 })), { maxLength: 1500 }),
      fc.nat(1600),
      (entries, at) => {
        // Eighths of a dollar: sums of them are exact.
        const columns = columnsFrom(entries.map(([type, eighths]): Line => [type, { cost: eighths / 8 }]));
        const density = new Density();
        density.extend(columns);
        const counts = new Int32Array(MARKS);
        density.before(at, counts);
        const part = entries.slice(0, at);
        expect([...counts]).toEqual(
          Array.from({ length: MARKS }, (_, mark) => part.filter(([type]) => markOf(kindNumber(type), 0) === mark).length),
        );
        expect(density.costBefore(columns, at)).toBe(part.reduce((sum, [, eighths]) => sum + eighths / 8, 0));
      },
    ),
    { numRuns: 60 },
  );
});

test('how long was busy up to a place is what adding the spans up gives, open ones among them', () => {
  const span = fc.record({ start: fc.nat(90), length: fc.integer({ min: 1, max: 9 }) });
  const columns = columnsFrom(Array.from({ length: 100 }, (): Line => ['agent.message']));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 30 }), fc.option(fc.nat(99)), fc.integer({ min: 0, max: 99 }), (list, open, place) => {
      const spans = new Spans();
      const ended = list.map(({ start, length }) => [start, start + length] as const).toSorted((a, b) => a[1] - b[1]);
      for (const [start, end] of ended) spans.end(columns, start, end);
      if (open !== null) spans.begin(open);
      const all = [...ended, ...(open === null ? [] : [[open, 1000] as const])];
      const expected = all.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, place) - start), 0);
      expect(spans.busyBefore(columns, 'position', place)).toBe(expected);
      expect(spans.busyBefore(columns, 'time', place * 1000)).toBe(expected * 1000);
    }),
  );
});
