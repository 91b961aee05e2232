import { expect, test } from 'vitest';
import { LONGEST_WAIT_MS, retryAfterMs } from './retry-after.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

test.each<[what: string, headers: Record<string, string>, ms: number | null]>([
  ['no header', {}, null],
  ['seconds', { 'retry-after': '7' }, 7000],
  ['a part of a second', { 'retry-after': '0.25' }, 250],
  ['milliseconds, which are more exact', { 'retry-after-ms': '1200', 'retry-after': '2' }, 1200],
  ['an HTTP date', { 'retry-after': 'Mon, 23 Nov 2026 12:00:30 GMT' }, 30_000],
  ['a date that is past', { 'retry-after': 'Mon, 23 Nov 2026 11:00:00 GMT' }, 0],
  ['a day', { 'retry-after': '86400' }, LONGEST_WAIT_MS],
  ['a negative number', { 'retry-after': '-5' }, null],
  ['words', { 'retry-after': 'soon' }, null],
  ['an unreadable number beside a readable one', { 'retry-after-ms': 'NaN', 'retry-after': '3' }, 3000],
])('%s', (_, headers, ms) => {
  expect(retryAfterMs(new Headers(headers), NOW)).toBe(ms);
});
