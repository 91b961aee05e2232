/** Trials of entries whose effect is known, from a seed. */
import type { Pair } from './effect.ts';

export interface Truth {
  what: string;
  /** Pass rates of the two runs of a pair, which are independent. */
  with: number;
  without: number;
}

export function effectIn(truth: Truth): number {
  return truth.with - truth.without;
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32, public domain). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function drawPairs(truth: Truth, count: number, random: () => number): Pair[] {
  return Array.from({ length: count }, () => ({ with: random() < truth.with, without: random() < truth.without }));
}
