/** Which session came from which. */
import type { SessionState } from '../../shared/fold.ts';
import type { Lineage } from '../../shared/instant.ts';

interface Log {
  lineage(): { session: string; parent: string; seq: number }[];
  sessions(): { id: string }[];
  getEvent(id: string): { seq: number } | undefined;
}

/** Forks, and subagents of imported sessions under the call that began them. */
export function lineageOf(log: Log, state: (session: string) => SessionState): Lineage[] {
  const forks = log.lineage().map((fork): Lineage => ({ ...fork, kind: 'fork' }));
  const threads = log.sessions().flatMap(({ id }): Lineage[] => {
    const thread = state(id).imported?.thread_of ?? null;
    if (thread === null) return [];
    const seq = thread.tool_use_id === null ? 0 : (log.getEvent(thread.tool_use_id)?.seq ?? 0);
    return [{ session: id, parent: thread.session_id, kind: 'thread', seq }];
  });
  return [...forks, ...threads];
}
