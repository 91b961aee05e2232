/** Attempts at one spec that were dispatched together: which belong together, and which is to be accepted. Pure. */
import { attemptNumber, rankAttempts } from '../../../shared/rank-attempts.ts';
import type { SessionSummary } from '../../../shared/summary.ts';

export interface AttemptGroup {
  id: string;
  /** By their number. */
  attempts: SessionSummary[];
  /** As many as were dispatched; one that is not known yet is counted too. */
  of: number;
}

/** Groups in the order of their first attempt; a session that is no attempt is in none. */
export function attemptGroups(summaries: Iterable<SessionSummary>): Map<string, AttemptGroup> {
  const groups = new Map<string, AttemptGroup>();
  for (const summary of summaries) {
    const attempt = summary.dispatch.attempt;
    if (attempt === undefined) continue;
    const group = groups.get(attempt.group) ?? { id: attempt.group, attempts: [], of: attempt.of };
    group.attempts.push(summary);
    groups.set(attempt.group, group);
  }
  for (const group of groups.values()) group.attempts.sort((a, b) => attemptNumber(a) - attemptNumber(b));
  return groups;
}

/** The one to accept: the best of those that passed and are not decided. */
export function bestOf(attempts: readonly SessionSummary[]): SessionSummary | null {
  if (attempts.some(({ decision }) => decision?.kind === 'accepted')) return null;
  return rankAttempts(attempts).find((summary) => summary.verdict === 'passed' && summary.decision === null) ?? null;
}

/** Where the whole group stands on the board. */
export function groupColumn(attempts: readonly SessionSummary[]): SessionSummary['column'] {
  if (attempts.some(({ column }) => column === 'running')) return 'running';
  // Once one passed, what the others wait for is nobody's business any more.
  if (attempts.some(({ verdict }) => verdict === 'passed')) return 'judged';
  return attempts.some(({ column }) => column === 'waiting') ? 'waiting' : 'judged';
}
