import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentHeight, lastOffset, offsetOf, ROW, rowsAt, scrollTopOf, showing } from './scrolling.ts';

const extents = fc.record({ rows: fc.integer({ min: 1, max: 20_000_000 }), height: fc.integer({ min: 100, max: 2000 }) });

test('the ends of the scroll bar’s way are the ends of the rows, however many they are', () => {
  fc.assert(
    fc.property(extents, (extent) => {
      const way = Math.max(0, contentHeight(extent) - extent.height);
      expect(contentHeight(extent)).toBeLessThanOrEqual(33_500_000);
      expect(offsetOf(extent, 0)).toBe(0);
      expect(offsetOf(extent, way)).toBeCloseTo(lastOffset(extent), 3);
      expect(scrollTopOf(extent, lastOffset(extent))).toBeCloseTo(way, 3);
    }),
  );
});

test('a row that is shown is in sight whole, and the rows move no further than it takes', () => {
  fc.assert(
    fc.property(extents, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (extent, at, wanted) => {
      const offset = at * lastOffset(extent);
      const row = Math.floor(wanted * (extent.rows - 1));
      const next = showing(extent, offset, row);
      expect(next).toBeLessThanOrEqual(row * ROW + 0.001);
      expect(next + extent.height).toBeGreaterThanOrEqual((row + 1) * ROW - 0.001);
      const whole = offset <= row * ROW && offset + extent.height >= (row + 1) * ROW;
      if (whole) expect(next).toBe(offset);
      const { first, end } = rowsAt(extent, next);
      expect(first).toBeLessThanOrEqual(row);
      expect(end).toBeGreaterThan(row);
    }),
  );
});
