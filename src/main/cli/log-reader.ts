import type { EventType, SessionEvent } from '../../shared/events.ts';

export interface Slice {
  from?: number;
  to?: number;
  types?: readonly EventType[];
  limit?: number;
  order?: 'asc' | 'desc';
}

/** What the commands that read need of the log. */
export interface LogReader {
  getEvents(session: string, slice?: Slice): SessionEvent[];
  head(session: string): number;
  sessions(): { id: string }[];
  subscribe(session: string, fromSeq: number, signal: AbortSignal): AsyncIterable<SessionEvent>;
  verify(session: string): { ok: true; events: number } | { ok: false; seq: number; reason: string };
}
