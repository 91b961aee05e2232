/** Which entries to try next with a worker, why, and what it will cost: cheapest information first. Pure. */
import type { CoachingView, PlannedItem, TrialPlan } from '../ipc-coaching.ts';
import { whyDue } from './due.ts';
import type { RecordKey } from './entry-record.ts';
import { entryRows, type EntryRow } from './entry-rows.ts';
import { expectedOf } from './expected-pairs.ts';
import type { Trial } from './trial-ledger.ts';
import { pairPrices } from './trial-prices.ts';

export interface PlanFor {
  view: Pick<CoachingView, 'text' | 'section' | 'versions' | 'probes' | 'records' | 'dispatches' | 'trials'>;
  /** Every trial of the project. */
  trials: Iterable<Trial>;
  provider: string;
  model: string;
  /** Runs that the target holds at a time. */
  places: number;
  /** Ids: these alone, due or not. Absent: all that is due. */
  entries?: readonly string[] | undefined;
}

/**
 * An entry's `pairs` are those that a clear answer is expected to take from here on (`expectedOf`); its `usd` are these times
 * what a pair costs by the trials that have ended (`pairPrices`); its `minutes` the same by time, divided by the runs that go on
 * at once: the target's places, but never more than there are runs.
 *
 * What is cheapest to answer comes first: by dollars for an answer, then by pairs. An entry whose pairs will run out before an
 * answer is expected brings a part of one, and its price is divided by that part. Entries of unknown price come last, by pairs.
 */
export function proposeTrials({ view, trials, provider, model, places, entries }: PlanFor): TrialPlan {
  const rows = entryRows(view, { provider, model });
  const prices = pairPrices(trials);
  const chosen = entries === undefined ? rows.filter(({ due }) => due !== null) : rows.filter(({ key }) => entries.includes(key));
  const planned = chosen
    .filter(({ untestable }) => untestable === null)
    .map((row) => {
      const key: RecordKey = { entry: row.key, version: view.versions[row.key] ?? '', probe: row.probe?.version ?? '', provider, model };
      const hint = whyDue(key, view.records, view.trials.maxPairs)?.hint ?? null;
      const { pairs, answer } = expectedOf(row.record, hint, view.trials);
      const price = prices(key);
      const usd = price === null ? null : pairs * price.usd;
      const running = price === null ? null : pairs * price.minutes;
      const item: PlannedItem = {
        entry: row.key,
        due: row.due,
        pairs,
        usd,
        minutes: running === null ? null : byClock(running, pairs, places),
      };
      return { item, running, usdForAnswer: usd === null ? Infinity : forAnswer(usd, answer), pairsForAnswer: forAnswer(pairs, answer) };
    })
    // Of two that are `Infinity` the difference is none that can be compared.
    .toSorted(
      (a, b) =>
        compare(a.usdForAnswer, b.usdForAnswer) ||
        compare(a.item.usd ?? Infinity, b.item.usd ?? Infinity) ||
        compare(a.pairsForAnswer, b.pairsForAnswer),
    );
  const items = planned.map(({ item }) => item);
  const known = planned.filter(({ item }) => item.usd !== null);
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
  return {
    items,
    untestable: untestable(rows, entries),
    usd: sum(known.map(({ item }) => item.usd ?? 0)),
    minutes: byClock(sum(known.map(({ running }) => running ?? 0)), sum(known.map(({ item }) => item.pairs)), places),
  };
}

/** @param running minutes of all runs, one after the other */
function byClock(running: number, pairs: number, places: number): number {
  return pairs === 0 ? 0 : running / Math.min(places, 2 * pairs);
}

function forAnswer(price: number, answer: number): number {
  return answer === 0 ? (price === 0 ? 0 : Infinity) : price / answer;
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function untestable(rows: readonly EntryRow[], entries: readonly string[] | undefined): TrialPlan['untestable'] {
  const asked = entries === undefined ? rows.filter(({ isTold }) => isTold) : rows.filter(({ key }) => entries.includes(key));
  const found = asked.flatMap(({ key, untestable: why }) => (why === null ? [] : [{ entry: key, why }]));
  const gone = [...new Set(entries)].filter((id) => rows.every(({ key }) => key !== id));
  return [...found, ...gone.map((entry) => ({ entry, why: 'No entry has this id. It may have been removed in another editor.' }))];
}
