/** Which session came from which. */
import type { BodyOf, EventType, SessionEvent } from '../../shared/events.ts';
import type { Lineage } from '../../shared/instant.ts';
import { isNoTrial } from '../../shared/trial-session.ts';

interface Log {
  lineage(): { session: string; parent: string; seq: number }[];
  sessions(which: (id: string) => boolean): { id: string; head: number }[];
  getEvents(session: string, slice: { from: number; to: number; types: readonly EventType[] }): SessionEvent[];
  getEvent(id: string): { seq: number } | undefined;
}

type ThreadOf = BodyOf<'session.imported'>['thread_of'];

/** An import says at its beginning where it came from: no session has to be folded, however long, to know what it is. */
const BEGINNING = 4;

/** Forks, and subagents of imported sessions under the call that began them. What a session came from is read once. */
export function createLineage(log: Log): () => Lineage[] {
  const threads = new Map<string, ThreadOf>();

  function threadOf(id: string, head: number): ThreadOf {
    const known = threads.get(id);
    if (known !== undefined) return known;
    const [event] = log.getEvents(id, { from: 1, to: BEGINNING, types: ['session.imported'] });
    const thread = event?.type === 'session.imported' ? event.thread_of : null;
    if (event !== undefined || head >= BEGINNING) threads.set(id, thread);
    return thread;
  }

  return () => {
    const forks = log.lineage().map((fork): Lineage => ({ ...fork, kind: 'fork' }));
    // A fork of an imported session begins with the same events.
    const forked = new Set(forks.map(({ session }) => session));
    const imported = log.sessions(isNoTrial).flatMap(({ id, head }): Lineage[] => {
      const thread = forked.has(id) ? null : threadOf(id, head);
      if (thread === null) return [];
      const seq = thread.tool_use_id === null ? 0 : (log.getEvent(thread.tool_use_id)?.seq ?? 0);
      return [{ session: id, parent: thread.session_id, kind: 'thread', seq }];
    });
    return [...forks, ...imported];
  };
}
