/** Brings imported events into the log: what it has already is left out, the rest is appended in large batches. */
import type { ImportedEvent } from './imported-event.ts';
import type { Translated } from './translate.ts';
import { EVERYTHING_BEFORE } from './thread.ts';

export interface ImportLog {
  head(session: string): number;
  /** Those of the ids that are in the log, in whichever session. */
  known(ids: readonly string[]): ReadonlySet<string>;
  append(session: string, expectedHead: number, events: readonly ImportedEvent[]): Promise<unknown>;
}

export interface Sink {
  /** @param characters of the line that it came from */
  add(part: Translated, characters: number): Promise<void>;
  flush(): Promise<void>;
  counts(): { sessionsNew: number; sessionsGrown: number; eventsAdded: number };
}

/** Events of one append. A larger transaction would keep other sessions waiting. */
const BATCH = { events: 1500, characters: 4 * 1024 * 1024 };

/** Another import at the same time is met at most this often in a row. */
const TRIES = 20;

export function createSink(log: ImportLog): Sink {
  const waiting = new Map<string, ImportedEvent[]>();
  const made = new Set<string>();
  const grown = new Set<string>();
  let eventsAdded = 0;
  let size = { events: 0, characters: 0 };

  /** A compaction stands for everything that is before it. */
  const place = (events: readonly ImportedEvent[], head: number): ImportedEvent[] =>
    events.map((event, index) =>
      event.type === 'context.compacted' && event.to_seq === EVERYTHING_BEFORE ? { ...event, to_seq: head + index } : event,
    );

  const store = async (session: string, events: readonly ImportedEvent[]): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      const head = log.head(session);
      const known = log.known(events.map((event) => event.id));
      const fresh = place(
        events.filter((event) => !known.has(event.id)),
        head,
      );
      if (fresh.length === 0) return;
      try {
        await log.append(session, head, fresh);
        if (head === 0) made.add(session);
        else if (!made.has(session)) grown.add(session);
        eventsAdded += fresh.length;
        return;
      } catch (error) {
        // Somebody else imports the same files: what they stored is known at the next try.
        if (tries >= TRIES || !isMet(error)) throw error;
      }
    }
  };

  const flush = async (): Promise<void> => {
    const parts = [...waiting];
    waiting.clear();
    size = { events: 0, characters: 0 };
    for (const [session, events] of parts) await store(session, events);
  };

  return {
    async add({ session, events }, characters) {
      const before = waiting.get(session);
      if (before === undefined) waiting.set(session, [...events]);
      else before.push(...events);
      size.events += events.length;
      size.characters += characters;
      if (size.events >= BATCH.events || size.characters >= BATCH.characters) await flush();
    },
    flush,
    counts: () => ({ sessionsNew: made.size, sessionsGrown: grown.size, eventsAdded }),
  };
}

function isMet(error: unknown): boolean {
  return error instanceof Error && (error.name === 'LogConflict' || error.name === 'LogDuplicate');
}
