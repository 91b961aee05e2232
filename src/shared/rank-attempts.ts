/** Which of several attempts at one spec is the best: the same in the window and in the terminal. Pure. */
import type { SessionSummary } from './summary.ts';

export type Ranked = Pick<
  SessionSummary,
  'dispatch' | 'verdict' | 'decision' | 'column' | 'criteriaPassed' | 'shouldPassed' | 'changed' | 'costUsd' | 'activeMs'
>;

/** The best first: by verdict, then what only should hold, then the smaller change, then cost, then time. */
export function rankAttempts<T extends Ranked>(attempts: readonly T[]): T[] {
  return attempts.toSorted(
    (a, b) =>
      standing(a) - standing(b) ||
      b.criteriaPassed - b.shouldPassed - (a.criteriaPassed - a.shouldPassed) ||
      b.shouldPassed - a.shouldPassed ||
      // Of two that changed nothing it is no number, and the next counts.
      sizeOf(a) - sizeOf(b) ||
      a.costUsd - b.costUsd ||
      a.activeMs - b.activeMs ||
      attemptNumber(a) - attemptNumber(b),
  );
}

/** From 1; 0 where it is no attempt of several. */
export function attemptNumber({ dispatch }: Pick<SessionSummary, 'dispatch'>): number {
  return dispatch.attempt?.index ?? 0;
}

/** Passed, still at it, waiting, failed, said no to. */
function standing({ verdict, decision, column }: Ranked): number {
  if (decision?.kind === 'accepted') return 0;
  if (decision?.kind === 'rejected') return 5;
  if (verdict === 'passed') return 1;
  if (column === 'running') return 2;
  return verdict === 'failed' ? 4 : 3;
}

/** Lines that changed; what changed nothing yet comes last. */
function sizeOf({ changed }: Ranked): number {
  return changed === null ? Infinity : changed.insertions + changed.deletions;
}
