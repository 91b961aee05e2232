/**
 * What trials say of an entry, and whether they need to go on. Pure.
 *
 * The state is read off the effect's 95 % confidence sequence: `needed` when all of it is above the smallest effect that
 * matters, `outgrown` when all of it is below that, `harmful` when all of it is below zero. As the sequence holds at every look,
 * one may look after every pair and stop at once: a state that is false is reached in 5 % of all trials at most.
 *
 * Pairs must be given in the order in which they were started, up to the first that still runs: taken in the order in which they
 * ended, a fault that takes long would be seen late, and the pairs seen so far would be no fair sample.
 */
import { ENOUGH } from './bets.ts';
import {
  countPair,
  effectOf,
  evidenceOfLess,
  evidenceOfMore,
  noPairs,
  pairsIn,
  sideOf,
  watchLess,
  watchMore,
  type Effect,
  type Pair,
  type PairCounts,
} from './effect.ts';

export type EntryState = 'untested' | 'needed' | 'outgrown' | 'harmful' | 'unclear';

export interface TrialRule {
  /** The smallest effect on the pass rate that matters, between 0 and 1: an entry that brings less is not worth its tokens. */
  smallest: number;
  /** Pairs started at most, those of which a run ended by an error included. */
  maxPairs: number;
}

/**
 * 20 points: a probe shows the very fault that its entry is against, so that a needed entry changes much. Pairs that it takes on
 * average (docs/coaching.md): 10 where the entry does all, 22 where nothing fails any more, 51 where a tenth of the runs fails
 * either way. With 10 points these are 8, 46 and 176: "below 10 points" takes 36 pairs by any bet, even where nothing fails.
 */
export const defaultRule: TrialRule = { smallest: 0.2, maxPairs: 300 };

const CLAIMS = ['needed', 'outgrown', 'harmful'] as const;
type Claim = (typeof CLAIMS)[number];

export interface EntryJudgement {
  state: EntryState;
  counts: PairCounts;
  /** Pairs of which a run was not judged. */
  broken: number;
  /** Started pairs after which no more were wanted; null: go on. */
  enoughAfter: number | null;
  effect: Effect;
  /** E-values after the last pair, for `discoveries` over many entries. */
  evidence: Record<Claim, number>;
}

export function judgeEntry(pairs: readonly Pair[], rule: TrialRule = defaultRule): EntryJudgement {
  let counts = noPairs;
  const shown = new Set<Claim>();
  let enoughAfter: number | null = null;
  const watch = watchBy(rule);
  let harmful = 1;
  for (const [index, pair] of pairs.entries()) {
    counts = countPair(counts, pair);
    const side = sideOf(pair);
    if (side !== null) {
      const seen = { needed: watch.needed(side), outgrown: watch.outgrown(side), harmful: watch.harmful(side) };
      for (const claim of CLAIMS) if (seen[claim] >= ENOUGH) shown.add(claim);
      harmful = seen.harmful;
    }
    if (index + 1 >= rule.maxPairs || isClear(shown, counts, harmful)) enoughAfter ??= index + 1;
  }
  const evidence = evidenceBy(rule);
  return {
    state: pairs.length === 0 ? 'untested' : stateOf(shown),
    counts,
    broken: pairs.length - pairsIn(counts),
    enoughAfter,
    effect: narrowed(effectOf(counts), shown, rule),
    evidence: { needed: evidence.needed(counts), outgrown: evidence.outgrown(counts), harmful: evidence.harmful(counts) },
  };
}

/** Whether trials whose pairs came to these counts, in any order, would stop there. Counts may be parts of pairs. */
export function clearBy(rule: TrialRule): (counts: PairCounts) => boolean {
  const evidence = evidenceBy(rule);
  return (counts) => isClear(new Set(CLAIMS.filter((claim) => evidence[claim](counts) >= ENOUGH)), counts, evidence.harmful(counts));
}

type EvidenceBy = Record<Claim, (counts: PairCounts) => number>;

function evidenceBy({ smallest }: TrialRule): EvidenceBy {
  return { needed: evidenceOfMore(smallest), outgrown: evidenceOfLess(smallest), harmful: evidenceOfLess(0) };
}

function watchBy({ smallest }: TrialRule): Record<Claim, (pair: keyof PairCounts) => number> {
  return { needed: watchMore(smallest), outgrown: watchLess(smallest), harmful: watchLess(0) };
}

/** One wants to know whether an outgrown entry does harm as well, while more than a single pair speaks for it. */
function isClear(shown: ReadonlySet<Claim>, counts: PairCounts, harmful: number): boolean {
  if (shown.has('needed') || shown.has('harmful')) return true;
  return shown.has('outgrown') && (counts.hurt - counts.helped < 2 || harmful <= 1);
}

function stateOf(shown: ReadonlySet<Claim>): EntryState {
  if (isContradicted(shown)) return 'unclear';
  return (['needed', 'harmful', 'outgrown'] as const).find((claim) => shown.has(claim)) ?? 'unclear';
}

/** Enough evidence for one thing and later for its opposite: the model, or what it works on, has changed in between. */
function isContradicted(shown: ReadonlySet<Claim>): boolean {
  return shown.has('needed') && (shown.has('outgrown') || shown.has('harmful'));
}

/** What was excluded once stays excluded, so that interval and state never disagree. */
function narrowed(effect: Effect, shown: ReadonlySet<Claim>, { smallest }: TrialRule): Effect {
  if (isContradicted(shown)) return effect;
  const most = shown.has('harmful') ? 0 : shown.has('outgrown') ? smallest : 1;
  return {
    ...effect,
    lower: shown.has('needed') ? Math.max(effect.lower, smallest) : effect.lower,
    upper: Math.min(effect.upper, most),
  };
}
