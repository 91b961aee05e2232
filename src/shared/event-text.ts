import type { SessionEvent } from './events.ts';

/** Of an event itself: what only machines read. */
const NOISE = new Set(['id', 'session', 'seq', 'processed_at', 'type', 'message_id', 'model_tool_use_id']);

/** Everything in an event that a person would read, a line a value: what a search in it is held against. Nothing is cut. */
export function eventText(event: SessionEvent): string {
  const values: string[] = [];
  for (const [name, value] of Object.entries(event)) if (!NOISE.has(name)) gather(value, values);
  return values.join('\n');
}

function gather(value: unknown, into: string[]): void {
  if (typeof value === 'string') into.push(value);
  else if (typeof value === 'number' || typeof value === 'boolean') into.push(String(value));
  else if (typeof value === 'object' && value !== null)
    for (const [name, part] of Object.entries(value)) if (name !== 'signature') gather(part, into);
}
