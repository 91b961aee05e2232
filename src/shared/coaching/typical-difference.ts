/** What an entry typically costs: the middle of the paired differences in money, tokens or turns. Pure. */
import { ENOUGH, evidenceAbove } from './bets.ts';

export interface TypicalDifference {
  /** The median of what was seen. */
  median: number;
  /** A 95 % interval of the true median that is right at every look; null while there are too few pairs for a bound (fewer than 7). */
  lower: number | null;
  upper: number | null;
}

/**
 * Differences, with the entry less without it, a pair each; null without any.
 *
 * A run that went astray costs ten times the usual, so that a mean of few pairs says little, and the bound on it that a budget
 * gives says less. The median needs no bound and no moments, only that pairs are drawn alike: a difference is above the true
 * median half the time at most, and too many above some value are evidence against it (confidence sequences for quantiles:
 * Howard & Ramdas, "Sequential estimation of quantiles with applications to A/B testing and best-arm identification",
 * Bernoulli 28(3), 2022; here with the bets of bets.ts). Money in total is pairs times the mean, which this is not.
 */
export function typicalDifference(differences: readonly number[]): TypicalDifference | null {
  if (differences.length === 0) return null;
  const sorted = differences.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const middle = sorted.length % 2 === 1 ? sorted[half] : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
  const few = tooManyOf(sorted.length);
  return {
    median: middle ?? 0,
    lower: few === null ? null : (sorted.at(-few) ?? null),
    upper: few === null ? null : (sorted[few - 1] ?? null),
  };
}

/** How many of so many differences on one side of a value are too many for it to be the median. */
function tooManyOf(total: number): number | null {
  const evidence = evidenceAbove([1, 0], 0.5);
  for (let above = Math.ceil(total / 2); above <= total; above += 1) if (evidence([above, total - above]) >= ENOUGH) return above;
  return null;
}
