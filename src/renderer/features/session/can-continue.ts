import type { SessionSummary } from '../../../shared/summary.ts';

/** A session that rests and has no verdict can go on; one that is judged has said its last word. */
export function canContinue(summary: Pick<SessionSummary, 'status' | 'column'>): boolean {
  return summary.status === 'idle' && summary.column === 'waiting';
}
