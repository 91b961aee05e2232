/** Two sessions that have nothing, something or everything in common, against each other. */
import { expect, test } from 'vitest';
import { compareSessions } from '../../src/main/sessions/compare.ts';
import { message } from '../../src/main/log/testing-events.ts';
import { temporaryLog } from '../../src/main/log/testing.ts';
import { writeLongSession } from '../sessions/long-session.ts';

test('two that have nothing in common are compared from their beginnings, each with all that it cost', async () => {
  const log = temporaryLog();
  const [a, b] = [await writeLongSession(log, 200), await writeLongSession(log, 60)];
  const comparison = await compareSessions(log, a, b);
  expect(comparison).toMatchObject({ sharedSeq: 0, a: { session: a, events: 200 }, b: { session: b, events: 60 } });
  expect(comparison.a.costUsd).toBeCloseTo(log.stateAt(a).costUsd);
  expect(comparison.b.costUsd).toBeCloseTo(log.stateAt(b).costUsd);
  expect(comparison.a.byType.reduce((sum, { count }) => sum + count, 0)).toBe(200);
  expect(await compareSessions(log, b, a)).toEqual({ sharedSeq: 0, a: comparison.b, b: comparison.a });
});

test('one against itself, and against what is not there', async () => {
  const log = temporaryLog();
  const a = await writeLongSession(log, 60);
  expect(await compareSessions(log, a, a)).toMatchObject({ sharedSeq: 60, a: { events: 0, turns: 0, costUsd: 0, byType: [] } });
  expect(await compareSessions(log, a, 'sesn_0000000000000000')).toMatchObject({
    sharedSeq: 0,
    b: { events: 0, verdict: null, commit: null },
  });
});

test('forks of forks part where the first of them left the other’s past', async () => {
  const log = temporaryLog();
  const root = await writeLongSession(log, 100);
  const forkOf = async (parent: string, seq: number): Promise<string> => (await log.fork(parent, seq, [message('mine')])).session;
  const [left, right] = [await forkOf(root, 80), await forkOf(root, 40)];
  const [leftmost, rightmost] = [await forkOf(left, 81), await forkOf(right, 30)];
  const shared = async (one: string, other: string): Promise<number> => (await compareSessions(log, one, other)).sharedSeq;
  expect(await shared(leftmost, rightmost)).toBe(30);
  expect(await shared(leftmost, right)).toBe(40);
  expect(await shared(leftmost, left)).toBe(81);
  expect(await shared(root, leftmost)).toBe(80);
});
