/** Attempts at one spec that were dispatched together: which belong together, and which is the best. Pure. */
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
  for (const group of groups.values()) group.attempts.sort((a, b) => numberOf(a) - numberOf(b));
  return groups;
}

export function numberOf(summary: SessionSummary): number {
  return summary.dispatch.attempt?.index ?? 0;
}

/** The best first: by verdict, then what only should hold, then the smaller change, then cost, then time. */
export function ranked(attempts: readonly SessionSummary[]): SessionSummary[] {
  return attempts.toSorted(
    (a, b) =>
      standing(a) - standing(b) ||
      b.criteriaPassed - b.shouldPassed - (a.criteriaPassed - a.shouldPassed) ||
      b.shouldPassed - a.shouldPassed ||
      sizeOf(a) - sizeOf(b) ||
      a.costUsd - b.costUsd ||
      a.activeMs - b.activeMs ||
      numberOf(a) - numberOf(b),
  );
}

/** The one to accept: the best of those that passed and are not decided. */
export function bestOf(attempts: readonly SessionSummary[]): SessionSummary | null {
  if (attempts.some(({ decision }) => decision?.kind === 'accepted')) return null;
  return ranked(attempts).find((summary) => summary.verdict === 'passed' && summary.decision === null) ?? null;
}

/** Passed, still at it, waiting, failed, said no to. */
function standing({ verdict, decision, column }: SessionSummary): number {
  if (decision?.kind === 'accepted') return 0;
  if (decision?.kind === 'rejected') return 5;
  if (verdict === 'passed') return 1;
  if (column === 'running') return 2;
  return verdict === 'failed' ? 4 : 3;
}

/** Lines that changed; what changed nothing yet comes last. */
export function sizeOf({ changed }: SessionSummary): number {
  return changed === null ? Infinity : changed.insertions + changed.deletions;
}

/** Where the whole group stands on the board. */
export function groupColumn(attempts: readonly SessionSummary[]): SessionSummary['column'] {
  if (attempts.some(({ column }) => column === 'running')) return 'running';
  // Once one passed, what the others wait for is nobody's business any more.
  if (attempts.some(({ verdict }) => verdict === 'passed')) return 'judged';
  return attempts.some(({ column }) => column === 'waiting') ? 'waiting' : 'judged';
}
