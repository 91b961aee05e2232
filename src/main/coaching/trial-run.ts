/** What a session that rests says as an arm of a trial. Pure. */
import type { TrialRun } from '../../shared/events.ts';
import type { SessionState } from '../../shared/fold.ts';
import { tokensOf } from '../../shared/summary.ts';
import type { Arm } from './facts.ts';

/** @param ownBudget which limit of the session's own is reached, in words; null: none */
export function armOf(state: SessionState, ownBudget: string | null): Arm {
  if (state.head === 0) return { state: 'missing' };
  const rests = state.status === 'terminated' || (state.status === 'idle' && !state.hasInput);
  if (!rests) return { state: 'live', claimed: state.status !== 'idle', stopping: state.interruptRequested, costUsd: state.costUsd };
  return { state: 'rested', run: { ...saidBy(state, ownBudget), ...sumsOf(state) } };
}

/** An arm that was never made: what it was to begin with is not to be had any more. */
export function neverBegan(reason: string): Arm {
  return { state: 'rested', run: { passed: null, reason, cost_usd: 0, tokens: 0, turns: 0, active_ms: 0 } };
}

function sumsOf({ costUsd, usage, answers, activeMs }: SessionState): Omit<TrialRun, 'passed' | 'reason'> {
  return { cost_usd: costUsd, tokens: tokensOf(usage), turns: answers, active_ms: activeMs };
}

/**
 * The gate's word. A worker that used up what it was given, declined, or said that it cannot be done has not done it; one that an
 * error, a person or somebody else's budget ended says nothing.
 */
function saidBy(
  { verdict, stopReason, evaluation, activity, stoppedBecause }: SessionState,
  ownBudget: string | null,
): Pick<TrialRun, 'passed' | 'reason'> {
  if (verdict !== null) return { passed: verdict.passed, reason: verdict.explanation };
  switch (stopReason?.type) {
    case 'budget_reached':
      // The day's limit says something else.
      return { passed: activity === ownBudget ? false : null, reason: activity };
    case 'refusal':
      return { passed: false, reason: activity };
    case 'end_turn':
      return { passed: evaluation?.impossible === true ? false : null, reason: activity };
    case 'interrupted':
      return { passed: null, reason: stoppedBecause ?? activity };
    default:
      return { passed: null, reason: activity };
  }
}
