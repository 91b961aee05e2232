import { EventBody, type NewEvent } from '../../shared/events.ts';
import type { StoredEvent } from './append.ts';
import { isEventId, newEventId } from './ids.ts';

export interface Prepared {
  id: string;
  body: EventBody;
  row: StoredEvent;
}

/**
 * An event as it will be stored. It is checked here because nothing can be mended once it is in the log; throws
 * a TypeError that names what does not fit, which is a bug of the caller.
 */
export function prepare(event: NewEvent): Prepared {
  const parsed = EventBody.safeParse(event);
  if (!parsed.success) throw new TypeError(`Not an event that can be stored (${event.type}): ${parsed.error.message}`);
  const id = event.id ?? newEventId();
  if (!isEventId(id)) throw new TypeError(`Not an event id: ${id}`);
  const body = parsed.data;
  const row: StoredEvent = { id, type: body.type, text: JSON.stringify(body) };
  return { id, body, row: event.processed_at === undefined ? row : { ...row, ts: instant(event.processed_at) } };
}

/** Milliseconds since 1970, which is what the log keeps. */
function instant(processedAt: string): number {
  const ts = Date.parse(processedAt);
  if (!Number.isSafeInteger(ts)) throw new TypeError(`Not an instant: ${processedAt}`);
  return ts;
}
