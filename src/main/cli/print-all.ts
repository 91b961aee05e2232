import type { SessionEvent } from '../../shared/events.ts';

interface Subscribed {
  subscribe(session: string, fromSeq: number, signal: AbortSignal): AsyncIterable<SessionEvent>;
}

/** Prints a session's events from one on, until the signal aborts. @returns the position after the last one that was printed */
export async function printAll(
  log: Subscribed,
  session: string,
  from: number,
  signal: AbortSignal,
  print: (event: SessionEvent) => Promise<void>,
): Promise<number> {
  let next = from;
  for await (const event of log.subscribe(session, from, signal)) {
    await print(event);
    next = event.seq + 1;
  }
  return next;
}
