/** What trials have said of entries so far: a record for each entry's words, its probe and a model. Pure. */
import type { TrialRun } from '../events.ts';
import type { Pair } from './effect.ts';
import { judgeEntry, type EntryJudgement, type TrialRule } from './judge-entry.ts';
import { chanceOfMoreThan } from './posterior.ts';
import type { Trial, TrialLedger } from './trial-ledger.ts';
import { typicalDifference, type TypicalDifference } from './typical-difference.ts';

/** Evidence belongs together where all of these are the same. Where it ran does not matter. */
export interface RecordKey {
  entry: string;
  /** Of the entry's words, and of its probe. */
  version: string;
  probe: string;
  provider: string;
  model: string;
}

export interface EntryRecord extends RecordKey {
  judgement: EntryJudgement;
  /** That it helps by more than the smallest effect that matters, from 0 to 1. */
  chance: number;
  /** With the entry less without it, of judged pairs: US dollars and answered requests of a run. */
  costUsd: TypicalDifference | null;
  turns: TypicalDifference | null;
  /** Trials, those that run still included. */
  pairs: number;
  running: number;
  /** What all of them cost, those that say nothing included. */
  spentUsd: number;
  /** When the newest one ended, ISO 8601. */
  lastAt: string | null;
  /** How often the probe alone, without the entry, passed when it was confirmed; judged runs only. */
  confirmed: { passed: number; runs: number };
}

interface Group {
  trials: Trial[];
  /** What `record` was made of: so many trials, of which so many had ended. */
  seen: { trials: number; ended: number };
  record: EntryRecord | null;
}

/**
 * Records of a ledger that grows: asked again, it judges anew only where trials were started or ended, so that a screen may ask
 * after each one of ten thousand. One ledger and one rule a keeper.
 */
export function createRecordKeeper(rule: TrialRule): (ledger: Pick<TrialLedger, 'trials'>) => EntryRecord[] {
  const groups = new Map<string, Group>();
  let taken = 0;
  return ({ trials }) => {
    let place = 0;
    for (const trial of trials.values()) {
      place += 1;
      if (place <= taken || trial.mode === 'guard') continue;
      const name = recordName(keyOf(trial));
      const group = groups.get(name) ?? { trials: [], seen: { trials: 0, ended: 0 }, record: null };
      group.trials.push(trial);
      groups.set(name, group);
    }
    taken = place;
    return [...groups.values()].flatMap((group) => {
      const ended = group.trials.reduce((sum, trial) => (trial.ended === null ? sum : sum + 1), 0);
      if (group.seen.trials !== group.trials.length || group.seen.ended !== ended) {
        group.record = recordOf(group.trials, rule);
        group.seen = { trials: group.trials.length, ended };
      }
      return group.record ?? [];
    });
  };
}

/** All at once, for whoever asks once. */
export function recordsOf(ledger: Pick<TrialLedger, 'trials'>, rule: TrialRule): EntryRecord[] {
  return createRecordKeeper(rule)(ledger);
}

export function keyOf({ item, version, probe }: Trial): RecordKey {
  return { entry: item.entry, version, probe, provider: item.provider, model: item.model };
}

export function recordName({ entry, version, probe, provider, model }: RecordKey): string {
  return JSON.stringify([entry, version, probe, provider, model]);
}

/** @param trials all of one key, in the order in which they were started; null without any */
export function recordOf(trials: readonly Trial[], rule: TrialRule): EntryRecord | null {
  const [first] = trials;
  if (first === undefined) return null;
  const pairs = trials.filter(({ mode }) => mode !== 'confirm');
  const seen = seenPairs(trials);
  const judgement = judgeEntry(seen.map(pairOf), rule);
  const judged = seen.filter((trial) => isJudged(pairOf(trial)));
  const confirms = trials.flatMap(({ mode, ended }) => (mode === 'confirm' ? (ended?.without.passed ?? []) : []));
  return {
    ...keyOf(first),
    judgement,
    chance: chanceOfMoreThan(rule.smallest, judgement.counts),
    costUsd: typicalDifference(judged.flatMap((trial) => difference(trial, 'cost_usd'))),
    turns: typicalDifference(judged.flatMap((trial) => difference(trial, 'turns'))),
    pairs: pairs.length,
    running: pairs.filter(({ ended }) => ended === null).length,
    spentUsd: trials.reduce((sum, trial) => sum + costOf(trial), 0),
    lastAt: trials.reduce<string | null>(
      (newest, { ended }) => (ended !== null && (newest === null || ended.at > newest) ? ended.at : newest),
      null,
    ),
    confirmed: { passed: confirms.filter(Boolean).length, runs: confirms.length },
  };
}

/**
 * Those that may be judged by now: pairs, up to the first that still runs. What an older run of trials has under way is passed by
 * until it ends: nobody may be driving it, and it would hold up whatever comes later.
 */
export function seenPairs(trials: readonly Trial[]): Trial[] {
  const newest = trials.at(-1)?.run;
  const pairs = trials.filter(({ mode, ended, run }) => mode !== 'confirm' && (ended !== null || run === newest));
  const running = pairs.findIndex(({ ended }) => ended === null);
  return running === -1 ? pairs : pairs.slice(0, running);
}

/** What has ended of it, in US dollars. */
export function costOf({ ended }: Trial): number {
  return ended === null ? 0 : (ended.with?.cost_usd ?? 0) + ended.without.cost_usd;
}

export function pairOf({ ended }: Pick<Trial, 'ended'>): Pair {
  return { with: ended?.with?.passed ?? null, without: ended?.without.passed ?? null };
}

function isJudged(pair: Pair): boolean {
  return pair.with !== null && pair.without !== null;
}

function difference({ ended }: Trial, what: 'cost_usd' | 'turns'): number[] {
  const [one, other]: (TrialRun | null | undefined)[] = [ended?.with, ended?.without];
  return one == null || other == null ? [] : [one[what] - other[what]];
}
