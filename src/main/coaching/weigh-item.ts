/** What a run of trials still wants of an item. Pure. */
import { keyOf, pairOf, recordName, seenPairs } from '../../shared/coaching/entry-record.ts';
import type { Pair } from '../../shared/coaching/effect.ts';
import { evidenceLine } from '../../shared/coaching/evidence-line.ts';
import { judgeEntry } from '../../shared/coaching/judge-entry.ts';
import { sameItem, type Trial, type TrialsRun } from '../../shared/coaching/trial-ledger.ts';
import type { BodyOf, TrialItem } from '../../shared/events.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { Subject } from './facts.ts';
import { expectedCost } from './spending.ts';

/** Pairs in a row that said nothing, after which an item is given up: the next one would say nothing either. */
const BROKEN_IN_A_ROW = 5;

export type Wanted =
  | { want: 'nothing'; reason: BodyOf<'trials.item_ended'>['reason']; explanation: string }
  /** What runs already is enough for now. */
  | { want: 'wait' }
  /** `cost`: what it is expected to cost, in US dollars; null: nobody knows. */
  | { want: 'trial'; cost: number | null };

/**
 * @param ofEntry every trial of the item's entry, of any run, in the order in which they were started
 * @param ofRun every trial of the run
 */
export function weighItem(run: TrialsRun, item: TrialItem, subject: Subject, ofEntry: readonly Trial[], ofRun: readonly Trial[]): Wanted {
  const { kind, smallest, max_pairs: maxPairs } = run.begun;
  const own = ofRun.filter((trial) => sameItem(trial.item, item));
  if (kind !== 'entries') {
    // One trial answers it, whatever the file says by now.
    const [trial] = own;
    if (trial !== undefined) return trial.ended === null ? { want: 'wait' } : answered(trial);
  }
  if (!subject.ok) return { want: 'nothing', reason: subject.reason, explanation: subject.explanation };
  if (kind !== 'entries') return { want: 'trial', cost: expectedCost([], ofRun) };

  const key = recordName({ entry: item.entry, version: subject.version, probe: subject.probe, provider: item.provider, model: item.model });
  // What another run has under way may take days, if nobody drives it now; it counts once it has ended.
  const seen = ofEntry.filter((trial) => trial.mode !== 'guard' && (trial.run === run.id || trial.ended !== null));
  const same = seen.filter((trial) => recordName(keyOf(trial)) === key);
  const rule = { smallest, maxPairs };
  const judgement = judgeEntry(seenPairs(same).map(pairOf), rule);
  if (judgement.enoughAfter !== null) {
    const reason = judgement.state === 'unclear' && judgement.enoughAfter >= maxPairs ? 'max_pairs_reached' : 'answered';
    return { want: 'nothing', reason, explanation: evidenceLine({ model: item.model, judgement }) };
  }
  const broken = brokenAtEnd(own);
  if (broken.length >= BROKEN_IN_A_ROW) return { want: 'nothing', reason: 'failing', explanation: failing(broken) };
  const pairs = same.filter(({ mode }) => mode !== 'confirm');
  // Where those that run will answer it if they come out as usual, another one may be paid for nothing.
  const isHopedFor = judgeEntry(asUsual(pairs), rule).enoughAfter !== null;
  return isHopedFor ? { want: 'wait' } : { want: 'trial', cost: expectedCost(pairs, ofRun) };
}

/** The pairs, those that run with the outcome that was seen most. */
function asUsual(pairs: readonly Trial[]): Pair[] {
  const seen = groupBy(pairs.filter(({ ended }) => ended !== null).map(pairOf), (pair) => JSON.stringify(pair));
  const [usual] = [...seen.values()].reduce<Pair[]>((most, group) => (group.length > most.length ? group : most), []);
  return pairs.map((trial) => (trial.ended === null ? (usual ?? pairOf(trial)) : pairOf(trial)));
}

function answered({ mode, ended }: Trial): Wanted {
  const silent = [ended?.with, ended?.without].find((run) => run?.passed === null);
  if (silent != null) return { want: 'nothing', reason: 'failing', explanation: `It said nothing: ${silent.reason}` };
  const passes = (passed: boolean | null | undefined): string => (passed === true ? 'passed' : 'failed');
  const explanation =
    mode === 'confirm'
      ? `The probe ${passes(ended?.without.passed)} without the entry.`
      : `It ${passes(ended?.with?.passed)} with the file as it was, and ${passes(ended?.without.passed)} with the file as it is.`;
  return { want: 'nothing', reason: 'answered', explanation };
}

/** Those that ended last and said nothing, the newest last. */
function brokenAtEnd(own: readonly Trial[]): Trial[] {
  const ended = own.filter((trial) => trial.ended !== null);
  const lastJudged = ended.findLastIndex((trial) => {
    const pair = pairOf(trial);
    return pair.with !== null && pair.without !== null;
  });
  return ended.slice(lastJudged + 1);
}

function failing(broken: readonly Trial[]): string {
  const last = broken.at(-1)?.ended;
  const why = [last?.with, last?.without].find((run) => run?.passed === null)?.reason ?? 'nobody knows why';
  return `${broken.length} pairs in a row said nothing, the last one because of this: ${why}`;
}
