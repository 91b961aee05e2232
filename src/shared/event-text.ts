import type { SessionEvent } from './events.ts';

/** Everything in an event that is text, a line a value: what a search in it is held against. */
export function eventText(event: SessionEvent): string {
  const { id: _id, session: _session, seq: _seq, processed_at: _at, ...body } = event;
  const values: string[] = [];
  gather(body, values);
  return values.join('\n');
}

function gather(value: unknown, into: string[]): void {
  if (typeof value === 'string') into.push(value);
  else if (typeof value === 'number' || typeof value === 'boolean') into.push(String(value));
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) gather(part, into);
}
