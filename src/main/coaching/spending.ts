/** What a run of trials has cost, and what one more would. Pure; US dollars. */
import { costOf } from '../../shared/coaching/entry-record.ts';
import type { Trial } from '../../shared/coaching/trial-ledger.ts';
import { armsOf, type TrialFacts } from './facts.ts';

/** What has ended, and what those that run have cost so far. */
export function spentBy(trials: readonly Trial[], facts: Pick<TrialFacts, 'arm'>): number {
  return trials.reduce((sum, trial) => sum + (trial.ended === null ? soFar(trial, facts) : costOf(trial)), 0);
}

/**
 * The mean of the same words, probe and model, else of the same run; null: nobody knows yet.
 * @param record trials of one key
 */
export function expectedCost(record: readonly Trial[], run: readonly Trial[]): number | null {
  return meanCost(record) ?? meanCost(run);
}

/** What is left of a budget when those that run will have cost what is expected of them. */
export function leftOf(budget: number, run: readonly Trial[], facts: Pick<TrialFacts, 'arm'>): number {
  const mean = meanCost(run) ?? 0;
  return run.reduce((left, trial) => left - (trial.ended === null ? Math.max(soFar(trial, facts), mean) : costOf(trial)), budget);
}

/** What the dearest of those that run has cost so far: another one will cost as much, whatever was expected. */
export function dearestRunning(run: readonly Trial[], facts: Pick<TrialFacts, 'arm'>): number {
  return run.reduce((most, trial) => (trial.ended === null ? Math.max(most, soFar(trial, facts)) : most), 0);
}

function soFar(trial: Trial, facts: Pick<TrialFacts, 'arm'>): number {
  return armsOf(trial).reduce((sum, session) => {
    const arm = facts.arm(session);
    return sum + (arm.state === 'live' ? arm.costUsd : arm.state === 'rested' ? arm.run.cost_usd : 0);
  }, 0);
}

/** Of pairs that were judged, where there are any: one that was interrupted cost less than one that ran to its end. */
function meanCost(trials: readonly Trial[]): number | null {
  const ended = trials.filter((trial) => trial.ended !== null);
  const judged = ended.filter(({ ended: runs }) => runs?.with?.passed !== null && runs?.without.passed !== null);
  const counted = judged.length > 0 ? judged : ended;
  return counted.length === 0 ? null : counted.reduce((sum, trial) => sum + costOf(trial), 0) / counted.length;
}

export const dollars = (usd: number): string => `$${usd < 0.1 ? usd.toPrecision(2) : usd.toFixed(2)}`;
