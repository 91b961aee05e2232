import type { SessionSummary } from '../../../shared/summary.ts';

/** A session that rests and has no verdict can go on; one that is judged has said its last word, and so has a trial. */
export function canContinue(summary: Pick<SessionSummary, 'status' | 'column' | 'dispatch'>): boolean {
  return summary.status === 'idle' && summary.column === 'waiting' && summary.dispatch.trial === undefined;
}
