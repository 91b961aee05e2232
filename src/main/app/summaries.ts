import type { SessionState } from '../../shared/fold.ts';
import { summarize, type SessionSummary } from '../../shared/summary.ts';
import { isNoTrial } from '../../shared/trial-session.ts';

/** Every session, arms of trials only where they are asked for, as a card would show it, for who asks once and does not watch. */
export function summariesOf(
  log: { sessions(which?: (id: string) => boolean): { id: string }[]; stateAt(session: string): SessionState },
  { trials = false }: { trials?: boolean } = {},
): SessionSummary[] {
  return log.sessions(trials ? undefined : isNoTrial).flatMap(({ id }) => summarize(id, log.stateAt(id)) ?? []);
}
