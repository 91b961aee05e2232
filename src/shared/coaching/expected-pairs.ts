/** How many more pairs it will take until trials of an entry have a clear answer, as far as one can know now. Pure. */
import { noPairs, pairsIn, type PairCounts } from './effect.ts';
import type { EntryRecord } from './entry-record.ts';
import { clearBy, type TrialRule } from './judge-entry.ts';

/** A trial that no answer comes of is not followed any further. */
const FURTHEST = 1 << 14;

/**
 * Judged pairs from `counts` on, were all of them as the likely one: carried on until the rule would stop. `Infinity`: it never
 * would, since what is likely is too close to what the rule tells apart.
 *
 * The likely pair is the posterior mean of what was seen (`hint`, else `counts`) and of one pair more that came out alike:
 * without a pair at all that is a model that never fails any more, the 22 pairs of the table in docs/coaching.md. A flat prior
 * would have an untested entry take 202 and one with a single pair that came out alike 138; three such pairs would make it 81.
 */
export function pairsToAnswer(counts: PairCounts, hint: PairCounts | null, rule: TrialRule): number {
  const seen = hint ?? counts;
  const all = pairsIn(seen) + 1;
  const likely = { helped: seen.helped / all, same: (seen.same + 1) / all, hurt: seen.hurt / all };
  const isClear = clearBy(rule);
  const isClearAfter = (more: number): boolean =>
    isClear({
      helped: counts.helped + more * likely.helped,
      same: counts.same + more * likely.same,
      hurt: counts.hurt + more * likely.hurt,
    });
  if (isClearAfter(0)) return 0;
  let [few, enough] = [0, 1];
  while (!isClearAfter(enough)) {
    if (enough >= FURTHEST) return Infinity;
    [few, enough] = [enough, enough * 2];
  }
  while (enough - few > 1) {
    const middle = (few + enough) >> 1;
    if (isClearAfter(middle)) enough = middle;
    else few = middle;
  }
  return enough;
}

export interface Expected {
  /** Pairs to start, those that will end by an error included; as many as the rule allows at most. */
  pairs: number;
  /** How much of an answer they are likely to bring, from 0 to 1: what they are of those that one would take. */
  answer: number;
}

/**
 * @param record of what is to be tested, null: there is none. Of its pairs as many will be judged as were so far, and one more.
 * @param hint of other words or another model: by it, one without a judged pair is expected to go on
 */
export function expectedOf(record: EntryRecord | null, hint: EntryRecord | null, rule: TrialRule): Expected {
  const left = Math.max(0, rule.maxPairs - (record?.pairs ?? 0));
  const counts = record?.judgement.counts ?? noPairs;
  const judged = pairsIn(counts);
  if (left === 0 || record?.judgement.enoughAfter != null) return { pairs: 0, answer: 0 };
  const share = (judged + 1) / (judged + (record?.judgement.broken ?? 0) + 1);
  const needed = pairsToAnswer(counts, judged === 0 ? (hint?.judgement.counts ?? null) : null, rule) / share;
  // Those that run already are among the next ones, and after them one wants to know at least.
  const wanted = Math.max(1, Math.ceil(needed - (record?.running ?? 0)));
  return wanted <= left ? { pairs: wanted, answer: 1 } : { pairs: left, answer: (left + (record?.running ?? 0)) / needed };
}
