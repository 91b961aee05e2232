import { expect, test } from 'vitest';
import { formatBytes } from './format-bytes.ts';
import { formatClock, formatDuration } from './format-duration.ts';
import { formatMoney } from './format-money.ts';
import { formatAgo } from './format-time.ts';
import { formatTokens } from './format-tokens.ts';

test('a duration has a unit that fits it', () => {
  expect([420, 2100, 59_940, 59_960, 102_000, 7_500_000].map(formatDuration)).toEqual([
    '420 ms',
    '2.1 s',
    '59.9 s',
    '0:59',
    '1:42',
    '2:05 h',
  ]);
  expect(formatClock(-5)).toBe('0:00');
});

test('money is in cents where it is small', () => {
  expect([0, 0.0042, 0.07, 0.4, 0.999, 12.5].map(formatMoney)).toEqual(['$0', '0.42 ¢', '7.0 ¢', '$0.40', '$1.00', '$12.50']);
});

test('a time is relative', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  const ago = (ms: number): string => formatAgo(now - ms, now);
  expect([10_000, 4 * 60_000, 2 * 3_600_000, 3 * 86_400_000].map(ago)).toEqual(['now', '4 min ago', '2 h ago', '3 d ago']);
  expect(formatAgo(now + 5000, now)).toBe('now');
});

test('bytes and tokens keep to three figures', () => {
  expect([640, 12_288, 3_565_158, 126_701_535_232].map(formatBytes)).toEqual(['640 B', '12 KB', '3.4 MB', '118 GB']);
  expect([850, 12_400, 250_000, 1_200_000].map(formatTokens)).toEqual(['850', '12.4k', '250k', '1.2M']);
});
