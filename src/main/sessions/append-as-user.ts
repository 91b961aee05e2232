import type { NewEvent, SessionEvent } from '../../shared/events.ts';

interface LogWriter {
  head(session: string): number;
  append(session: string, expectedHead: number, events: readonly NewEvent[]): Promise<SessionEvent[]>;
}

/** Appends what a person did at whatever the head is by then. A driver folds such events in and goes on. */
export async function appendAsUser(log: LogWriter, session: string, events: readonly NewEvent[]): Promise<SessionEvent[]> {
  for (;;) {
    try {
      return await log.append(session, log.head(session), events);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'LogConflict')) throw error;
    }
  }
}
