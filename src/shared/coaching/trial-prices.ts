/** What a pair of runs costs, by the trials that have ended. Pure. */
import type { TrialRun } from '../events.ts';
import type { RecordKey } from './entry-record.ts';
import type { Trial } from './trial-ledger.ts';

export interface PairPrice {
  usd: number;
  /** Of running, the two runs one after the other. */
  minutes: number;
}

/**
 * Twice the mean of a run: of those with this entry's probe and model, else of all of the project with this model; null: there
 * is none. Runs count that were judged, in a pair or alone: one that ended by an error may have cost next to nothing.
 */
export function pairPrices(trials: Iterable<Trial>): (key: Omit<RecordKey, 'version'>) => PairPrice | null {
  const sums = new Map<string, { runs: number; usd: number; ms: number }>();
  const sumOf = (name: string): { runs: number; usd: number; ms: number } => {
    const sum = sums.get(name) ?? { runs: 0, usd: 0, ms: 0 };
    sums.set(name, sum);
    return sum;
  };
  // There may be ten thousand of them: names are made once a trial.
  for (const { item, probe, ended } of trials) {
    const runs = judgedRuns(ended);
    if (runs.length === 0) continue;
    const { provider, model, entry } = item;
    for (const sum of [sumOf(nameOf([provider, model])), sumOf(nameOf([provider, model, entry, probe]))])
      for (const run of runs) {
        sum.runs += 1;
        sum.usd += run.cost_usd;
        sum.ms += run.active_ms;
      }
  }
  return ({ entry, probe, provider, model }) => {
    const sum = sums.get(nameOf([provider, model, entry, probe])) ?? sums.get(nameOf([provider, model]));
    return sum === undefined ? null : { usd: (2 * sum.usd) / sum.runs, minutes: (2 * sum.ms) / sum.runs / 60_000 };
  };
}

function judgedRuns(ended: Trial['ended']): TrialRun[] {
  return ended === null ? [] : [ended.with, ended.without].flatMap((run) => (run === null || run.passed === null ? [] : [run]));
}

const nameOf = (parts: readonly string[]): string => parts.join('\n');
