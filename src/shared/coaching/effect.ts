/** What pairs of runs, alike but for one entry, say of its effect on the pass rate. Pure. */
import { evidenceAbove, evidenceBelow, meanInterval, watchAbove, watchBelow } from './bets.ts';

/** Whether the run with the entry passed, and the one without it. Null: the run ended by an error and says nothing. */
export interface Pair {
  with: boolean | null;
  without: boolean | null;
}

/** Pairs whose two runs were both judged. Those that differ carry the information. */
export interface PairCounts {
  /** Passed with the entry alone. */
  helped: number;
  same: number;
  /** Passed without the entry alone. */
  hurt: number;
}

export const noPairs: PairCounts = { helped: 0, same: 0, hurt: 0 };

/** Null where a run of the pair was not judged. */
export function sideOf(pair: Pair): keyof PairCounts | null {
  if (pair.with === null || pair.without === null) return null;
  return pair.with === pair.without ? 'same' : pair.with ? 'helped' : 'hurt';
}

/** The same counts where a run of the pair was not judged. */
export function countPair(counts: PairCounts, pair: Pair): PairCounts {
  const side = sideOf(pair);
  return side === null ? counts : { ...counts, [side]: counts[side] + 1 };
}

export function pairsIn({ helped, same, hurt }: PairCounts): number {
  return helped + same + hurt;
}

/** The pass rate with the entry less that without it, from -1 to 1. The interval is right at every look, however many there are. */
export interface Effect {
  estimate: number;
  lower: number;
  upper: number;
}

export function effectOf(counts: PairCounts): Effect {
  const { lower, upper } = meanInterval(DIFFERENCES, asList(counts));
  const pairs = pairsIn(counts);
  return { estimate: pairs === 0 ? 0 : (counts.helped - counts.hurt) / pairs, lower: lower * 2 - 1, upper: upper * 2 - 1 };
}

/** An e-value against "the effect is at most this", for -1 < effect < 1. */
export function evidenceOfMore(effect: number): (counts: PairCounts) => number {
  const evidence = evidenceAbove(DIFFERENCES, (1 + effect) / 2);
  return (counts) => evidence(asList(counts));
}

/** An e-value against "the effect is at least this", for -1 < effect < 1. */
export function evidenceOfLess(effect: number): (counts: PairCounts) => number {
  const evidence = evidenceBelow(DIFFERENCES, (1 + effect) / 2);
  return (counts) => evidence(asList(counts));
}

/** As `evidenceOfMore`, told one judged pair after the other. */
export function watchMore(effect: number): (pair: keyof PairCounts) => number {
  const watch = watchAbove(DIFFERENCES, (1 + effect) / 2);
  return (pair) => watch(PLACES[pair]);
}

/** As `evidenceOfLess`, told one judged pair after the other. */
export function watchLess(effect: number): (pair: keyof PairCounts) => number {
  const watch = watchBelow(DIFFERENCES, (1 + effect) / 2);
  return (pair) => watch(PLACES[pair]);
}

/** A pair's difference, 1, 0 or -1, moved to between 0 and 1. */
const DIFFERENCES = [1, 0.5, 0];
const PLACES = { helped: 0, same: 1, hurt: 2 } satisfies Record<keyof PairCounts, number>;

function asList({ helped, same, hurt }: PairCounts): number[] {
  return [helped, same, hurt];
}
