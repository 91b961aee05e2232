/** What two sessions that did the same have in common: their events without times, without names, without places. Pure. */
import type { SessionEvent } from '../../src/shared/events.ts';

/** Ids of events, sessions, sandboxes, messages and calls: each is replaced by its turn. */
const ID = /\b(sevt|sesn|sbx|gate|outc|msg|toolu)_[0-9a-z]+/g;
const VARYING = new Set(['processed_at', 'duration_ms', 'durationMs', 'freeDiskBytes', 'user']);
/** When the objects of snapshots arrive is a matter of the line, and so is whether one had arrived when it was logged. */
const CARRIAGE: ReadonlySet<string> = new Set<SessionEvent['type']>(['workspace.collected']);

export function alike(events: readonly SessionEvent[]): string[] {
  const turns = new Map<string, string>();
  return events
    .filter(({ type }) => !CARRIAGE.has(type))
    .map(({ seq: _seq, ...event }) => JSON.stringify(event, (key, value: unknown) => (VARYING.has(key) ? null : value)))
    .map((text) => text.replaceAll(ID, (id, kind: string) => turns.get(id) ?? named(turns, id, kind)));
}

function named(turns: Map<string, string>, id: string, kind: string): string {
  const name = `${kind}-${turns.size + 1}`;
  turns.set(id, name);
  return name;
}
