import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsFrom, type Line } from '../../../../shared/columns/testing-columns.ts';
import { wholeOf, type View } from '../../../../shared/columns/view.ts';
import { clock, entryAt, panned, placeOf, regrown, revealing, ticksOf, zoomed } from './axis.ts';

const whole: View = { from: 0, to: 1000 };
const columns = columnsFrom([0, 1000, 1000, 5000].map((at): Line => ['agent.message', { at }]));

test('zooming keeps the place under the pointer, and never shows what is not there', () => {
  const step = fc.record({ factor: fc.double({ min: 0.2, max: 5, noNaN: true }), share: fc.double({ min: 0, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let view = whole;
      for (const { factor, share } of steps) {
        const place = view.from + (view.to - view.from) * share;
        const next = zoomed(view, whole, 'position', factor, share);
        expect(next.from).toBeGreaterThanOrEqual(0);
        expect(next.to).toBeLessThanOrEqual(1000.000001);
        expect(next.to - next.from).toBeGreaterThanOrEqual(9.999999);
        if (next.from > 0 && next.to < 1000) expect(next.from + (next.to - next.from) * share).toBeCloseTo(place, 6);
        view = next;
      }
    }),
  );
});

test('panning stops at both ends', () => {
  expect(panned({ from: 100, to: 200 }, whole, -500)).toEqual({ from: 0, to: 100 });
  expect(panned({ from: 100, to: 200 }, whole, 5000)).toEqual({ from: 900, to: 1000 });
});

test('as the session grows, all stays all, the end stays the end, and the rest stays where it is', () => {
  const after = { from: 0, to: 1200 };
  expect(regrown(whole, whole, after)).toEqual(after);
  expect(regrown({ from: 900, to: 1000 }, whole, after)).toEqual({ from: 1100, to: 1200 });
  expect(regrown({ from: 100, to: 200 }, whole, after)).toEqual({ from: 100, to: 200 });
});

test('a place out of sight is brought into it', () => {
  expect(revealing({ from: 100, to: 200 }, whole, 150)).toEqual({ from: 100, to: 200 });
  expect(revealing({ from: 100, to: 200 }, whole, 300)).toEqual({ from: 210, to: 310 });
  expect(revealing({ from: 100, to: 200 }, whole, 5)).toEqual({ from: 0, to: 100 });
});

test('the nearest entry is found, by position and by time', () => {
  expect([0, 0.9, 1, 3.5, 9].map((place) => entryAt(columns, 'position', place))).toEqual([0, 0, 1, 3, 3]);
  expect([-5, 400, 600, 1000, 3100, 9000].map((place) => entryAt(columns, 'time', place))).toEqual([0, 0, 1, 1, 3, 3]);
  expect(placeOf(columns, 'position', 2)).toBe(2.5);
  expect(placeOf(columns, 'time', 3)).toBe(5000);
});

test('the whole is never empty', () => {
  const none = columnsFrom([]);
  expect(wholeOf(none, 'position')).toEqual({ from: 0, to: 1 });
  expect(wholeOf(none, 'time')).toEqual({ from: 0, to: 100 });
  expect(wholeOf(columns, 'time')).toEqual({ from: 0, to: 5000 });
});

test('labels stand at round places', () => {
  expect(ticksOf({ from: 0, to: 1000 }, 'position', 0, 6).map(({ label }) => label)).toEqual(['#200', '#400', '#600', '#800', '#1,000']);
  expect(ticksOf({ from: 10_000, to: 100_000 }, 'time', 10_000, 4).map(({ label }) => label)).toEqual(['0:00', '0:30', '1:00', '1:30']);
  expect(clock(2 * 3_600_000 + 5 * 60_000 + 7000)).toBe('2:05:07 h');
  expect([3_600_000, 1000, 100].map((step) => clock(25 * 3_600_000 + 61_500, step))).toEqual(['1 d 1:01', '1 d 1:01:01', '1 d 1:01:01.5']);
  expect(clock(25 * 3_600_000 + 61_500)).toBe('1 d 1:01');
});
