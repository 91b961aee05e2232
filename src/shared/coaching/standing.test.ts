import { expect, test } from 'vitest';
import { judgeEntry } from './judge-entry.ts';
import { standingAmong } from './standing.ts';
import { drawPairs, seeded, type Truth } from './trials.test-support.ts';

const random = seeded(7);
/** Trials that end when their answer is clear, as they do. */
const judged = (truth: Truth, most: number) => {
  const pairs = drawPairs(truth, most, random);
  const whole = judgeEntry(pairs);
  const { enoughAfter } = whole;
  return enoughAfter === null || enoughAfter === most ? whole : judgeEntry(pairs.slice(0, enoughAfter));
};

test('of many entries of which no claim is true one hardly ever stands, though one is often clear by itself', () => {
  const edge: Truth = { what: 'what matters, to the dot', with: 0.6, without: 0.4 };
  let [stood, clear] = [0, 0];
  const rounds = 20;
  for (let round = 0; round < rounds; round += 1) {
    const all = Array.from({ length: 20 }, () => judged(edge, 40));
    if (standingAmong(all).size > 0) stood += 1;
    if (all.some(({ state }) => state !== 'unclear')) clear += 1;
  }
  expect(clear / rounds).toBeGreaterThan(0.2);
  expect(stood / rounds).toBeLessThanOrEqual(0.05);
});

test('where all are clear all stand, as each would alone', () => {
  const needed: Truth = { what: 'needed', with: 1, without: 0 };
  const outgrown: Truth = { what: 'outgrown', with: 1, without: 1 };
  const all = [...Array.from({ length: 5 }, () => judged(needed, 60)), ...Array.from({ length: 15 }, () => judged(outgrown, 60))];
  expect(standingAmong(all).size).toBe(20);
  for (const one of all) expect(standingAmong([one]).size).toBe(1);
});
