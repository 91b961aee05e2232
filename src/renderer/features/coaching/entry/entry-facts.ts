/** What trials say of one entry, in words. Pure. */
import { pairsIn } from '../../../../shared/coaching/effect.ts';
import { pairOf, recordName, keyOf, type EntryRecord, type RecordKey } from '../../../../shared/coaching/entry-record.ts';
import type { EntryRow } from '../../../../shared/coaching/entry-rows.ts';
import type { Trial } from '../../../../shared/coaching/trial-ledger.ts';
import type { TypicalDifference } from '../../../../shared/coaching/typical-difference.ts';
import type { TrialRun } from '../../../../shared/events.ts';
import { formatMoney } from '../../../ui/format-money.ts';
import { points } from '../effect-bar.ts';

export interface Passes {
  with: number;
  without: number;
  /** Of both of whose runs the gate said something. */
  pairs: number;
}

/** How often each arm passed, in the pairs that the record is made of. @param trials of the entry, newest first */
export function passesOf(trials: readonly Trial[], key: RecordKey): Passes {
  const name = recordName(key);
  const pairs = trials.filter((trial) => isPair(trial) && recordName(keyOf(trial)) === name).toReversed();
  const running = pairs.findIndex(({ ended }) => ended === null);
  const judged = (running === -1 ? pairs : pairs.slice(0, running))
    .map(pairOf)
    .filter((pair) => pair.with !== null && pair.without !== null);
  return {
    with: judged.filter((pair) => pair.with === true).length,
    without: judged.filter((pair) => pair.without === true).length,
    pairs: judged.length,
  };
}

function isPair({ mode }: Trial): boolean {
  return mode === 'ablation' || mode === 'addition';
}

/** Why it is in its state, in one sentence. @param smallest the smallest effect that matters, from 0 to 1 */
export function stateSentence({ state, untestable, record }: EntryRow, passes: Passes, smallest: number, model: string): string {
  const { pairs } = passes;
  const rates = `${model} passes ${passes.with} of ${pairs} with it and ${passes.without} of ${pairs} without`;
  switch (state) {
    case 'cannot_be_tested':
      return untestable ?? '';
    case 'untested':
      return `No pair of runs has been tried on ${model}.`;
    case 'needed':
    case 'harmful':
      return `${rates}.`;
    case 'outgrown':
      return `${rates}: it brings less than ${points(smallest)} points.`;
    case 'unclear':
      if (pairs === 0 && (record?.judgement.broken ?? 0) > 0) return 'No pair of runs came to two verdicts.';
      return pairs === 0 ? 'No pair of runs has ended yet.' : `So far ${rates}.`;
  }
}

/** Whether the state is to be believed among many; null: it claims nothing. */
export function standingSentence({ state, stands }: Pick<EntryRow, 'state' | 'stands'>): string | null {
  if (state !== 'needed' && state !== 'outgrown' && state !== 'harmful') return null;
  return stands
    ? 'It stands among all entries that were tested on this model: of those that stand, 5 % is false on average.'
    : 'By itself it is clear; among so many entries that were looked at together it may be chance. Answers on the others would tell.';
}

/** The middle of the paired differences with its interval, the entry less without it. */
export function differenceWords(difference: TypicalDifference | null, format: (value: number) => string): string {
  if (difference === null) return 'not known yet';
  const { median, lower, upper } = difference;
  if (median === 0 && lower === 0 && upper === 0) return 'the same';
  const bounds = lower === null || upper === null ? 'an interval from 7 pairs on' : `${format(lower)} to ${format(upper)}`;
  return `${format(median)} (${bounds})`;
}

export function signedMoney(usd: number): string {
  return usd === 0 ? '$0' : `${usd < 0 ? '−' : '+'}${formatMoney(Math.abs(usd))}`;
}

export function signedTurns(turns: number): string {
  const words = String(Math.abs(Math.round(turns * 10) / 10));
  return words === '0' ? '0' : `${turns < 0 ? '−' : '+'}${words}`;
}

export interface TestedOn {
  key: string;
  record: EntryRecord;
  /** With what the entry or its probe said before. */
  isPast: boolean;
  effect: string;
}

/** One a model, and one a text that it was tried with before; the newest first. */
export function testedOn(records: readonly EntryRecord[], current: Pick<RecordKey, 'entry' | 'version' | 'probe'>): TestedOn[] {
  return records
    .filter(({ entry, pairs }) => entry === current.entry && pairs > 0)
    .map((record): TestedOn => ({
      key: recordName(record),
      record,
      isPast: record.version !== current.version || record.probe !== current.probe,
      effect: pairsIn(record.judgement.counts) === 0 ? '–' : points(record.judgement.effect.estimate),
    }))
    .toSorted((a, b) => Number(a.isPast) - Number(b.isPast) || (b.record.lastAt ?? '~').localeCompare(a.record.lastAt ?? '~'));
}

/** What the probe alone has said, on the model of the record; null: it was not confirmed. */
export function confirmedSentence(record: EntryRecord | null): string | null {
  const { passed, runs } = record?.confirmed ?? { passed: 0, runs: 0 };
  if (record === null || runs === 0) return null;
  if (passed === 0) return `Confirmed: without the entry ${record.model} fails the probe (${runs} of ${runs}).`;
  return passed === runs
    ? `Told apart at birth: ${record.model} passes the probe without the entry (${passed} of ${runs}).`
    : `Without the entry ${record.model} passes the probe ${passed} of ${runs} times.`;
}

export type ArmState = 'passed' | 'failed' | 'none' | 'running';

export const armWords: Record<ArmState, string> = { passed: 'Passed', failed: 'Failed', none: 'No answer', running: 'Running' };

export function armState({ ended }: Pick<Trial, 'ended'>, run: TrialRun | null | undefined): ArmState {
  if (ended === null) return 'running';
  if (run == null || run.passed === null) return 'none';
  return run.passed ? 'passed' : 'failed';
}

/** What the two arms of a trial are called. */
export function armNames({ mode }: Pick<Trial, 'mode'>): { with: string; without: string } {
  return mode === 'guard' ? { with: 'File before', without: 'File now' } : { with: 'With', without: 'Without' };
}

export const modeWords: Record<Trial['mode'], string> = {
  ablation: 'with and without',
  addition: 'added and not',
  confirm: 'probe alone',
  guard: 'guard of a prune',
};
