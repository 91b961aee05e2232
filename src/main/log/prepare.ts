import { EventBody, type NewEvent } from '../../shared/events.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { StoredEvent } from './append.ts';
import { LIMITS } from './bodies.ts';
import { isEventId, newEventId } from './ids.ts';
import { tooLarge } from './problems.ts';

export interface Prepared {
  id: string;
  body: EventBody;
  row: StoredEvent;
}

/**
 * An event as it will be stored. It is checked here because nothing can be mended once it is in the log; throws
 * a TypeError that names what does not fit, which is a bug of the caller, and a ProblemError where it is too large.
 */
export function prepare(event: NewEvent): Prepared {
  const parsed = EventBody.safeParse(event);
  if (!parsed.success) throw new TypeError(`Not an event that can be stored (${event.type}): ${parsed.error.message}`);
  const id = event.id ?? newEventId();
  if (event.id !== undefined && !isEventId(id)) throw new TypeError(`Not an event id: ${id}`);
  const body = parsed.data;
  const text = charactersOf(body, LIMITS.largest) > LIMITS.largest ? null : JSON.stringify(body);
  if (text === null || text.length > LIMITS.largest) throw new ProblemError(tooLarge(body.type));
  const row: StoredEvent = event.id === undefined ? { id, type: body.type, text, fresh: true } : { id, type: body.type, text };
  return { id, body, row: event.processed_at === undefined ? row : { ...row, ts: instant(event.processed_at) } };
}

/** At least so many its JSON will have, counted no further than `enough`: the JSON of too much would itself be too much. */
function charactersOf(value: unknown, enough: number): number {
  if (typeof value === 'string') return value.length;
  if (!isRecord(value)) return 1;
  let sum = 0;
  // Not `Object.entries`: this is done for every event, and takes as long as checking it would.
  for (const key in value) {
    sum += key.length + charactersOf(value[key], enough);
    if (sum > enough) break;
  }
  return sum;
}

/** Arrays too: what has parts. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Milliseconds since 1970, which is what the log keeps. */
function instant(processedAt: string): number {
  const ts = Date.parse(processedAt);
  if (!Number.isSafeInteger(ts)) throw new TypeError(`Not an instant: ${processedAt}`);
  return ts;
}
