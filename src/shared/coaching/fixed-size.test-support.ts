/**
 * The test that the sequential rule is held against: a number of pairs set beforehand, looked at once, and a 95 % interval for the
 * difference of paired proportions: the score interval of Tango, "Equivalence test and confidence interval for the difference in
 * proportions for the paired-sample design", Statistics in Medicine 17, 1998.
 */
import { effectIn, type Truth } from './trials.test-support.ts';

const NORMAL = 1.959964;
/** As a logarithm. */
const NEVER = -35;

/** Of a truth that is above or below `bound`: pairs that are needed so that the interval shows it with this power. */
export function fixedSize(truth: Truth, bound: number, power: number): number {
  let [few, enough] = [2, 4];
  while (fixedPower(truth, bound, enough) < power) [few, enough] = [enough, enough * 2];
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (fixedPower(truth, bound, middle) >= power) enough = middle;
    else few = middle;
  }
  return enough;
}

/** Exact: the sum over all counts that the pairs can come to. */
function fixedPower(truth: Truth, bound: number, pairs: number): number {
  const helped = Math.log(truth.with * (1 - truth.without));
  const hurt = Math.log(truth.without * (1 - truth.with));
  const same = Math.log(1 - Math.exp(helped) - Math.exp(hurt));
  const factorials = [0];
  for (let number = 1; number <= pairs; number += 1) factorials.push((factorials.at(-1) ?? 0) + Math.log(number));
  const log = (number: number): number => factorials[number] ?? 0;
  const sign = effectIn(truth) > bound ? 1 : -1;
  let power = 0;
  for (let b = 0; b <= pairs; b += 1)
    for (let c = 0; b + c <= pairs; c += 1) {
      const s = pairs - b - c;
      const chance = log(pairs) - log(b) - log(c) - log(s) + times(b, helped) + times(c, hurt) + times(s, same);
      if (chance > NEVER && sign * score(b, c, pairs, bound) >= NORMAL) power += Math.exp(chance);
    }
  return power;
}

/** No pairs of a kind that cannot be are as likely as any. */
function times(count: number, log: number): number {
  return count === 0 ? 0 : count * log;
}

function score(b: number, c: number, n: number, bound: number): number {
  const B = -b - c + (2 * n - b + c) * bound;
  const C = -c * bound * (1 - bound);
  const q = (Math.sqrt(B * B - 8 * n * C) - B) / (4 * n);
  const variance = n * (2 * q + bound * (1 - bound));
  return variance <= 0 ? 0 : (b - c - n * bound) / Math.sqrt(variance);
}
