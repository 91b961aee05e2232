import type { SessionEvent } from '../../shared/events.ts';
import type { Growth } from './growth.ts';
import type { Reader } from './reader.ts';

/** Events read ahead of the consumer; the rest waits in the database, so a slow consumer costs no memory. */
const READ_AHEAD = 100;

/**
 * Replay and live are one thing: read from the position on, and where there is nothing, wait until the session
 * grows. Listening begins before the first read and lasts, so nothing can fall between the two. Ends when
 * `signal` aborts.
 */
export async function* subscribe(
  reader: Reader,
  growth: Growth,
  session: string,
  fromSeq: number,
  signal: AbortSignal,
): AsyncGenerator<SessionEvent, void, undefined> {
  if (signal.aborted) return;
  let next = fromSeq;
  let grown = false;
  let wake = (): void => {};
  const end = growth.listen((sessions) => {
    if (!sessions.includes(session)) return;
    grown = true;
    wake();
  });
  const aborted = (): void => wake();
  signal.addEventListener('abort', aborted);
  try {
    while (!signal.aborted) {
      grown = false;
      const events = reader.getEvents(session, { from: next, limit: READ_AHEAD });
      for (const event of events) {
        yield event;
        if (signal.aborted) return;
        next = event.seq + 1;
      }
      if (events.length > 0 || grown) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    end();
    signal.removeEventListener('abort', aborted);
  }
}
