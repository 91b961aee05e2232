/** A live event as an entry of the columns: what the skeleton would say of it, its link found among what came before. */
import type { SessionEvent } from '../../shared/events.ts';
import { skeletonEntry, type SkeletonEntry } from '../../shared/skeleton-entry.ts';
import type { ColumnEntry, Columns } from '../../shared/columns/columns.ts';
import { kindNumber } from '../../shared/columns/event-kinds.ts';

/** Positions of the newest events by their ids: what a result, an end or a snapshot names came shortly before it. */
export type RecentIds = Map<string, number>;

const REMEMBERED = 2000;

export function remember(recent: RecentIds, events: readonly SessionEvent[]): void {
  for (const { id, seq } of events) recent.set(id, seq);
  for (const id of recent.keys()) {
    if (recent.size <= REMEMBERED) return;
    recent.delete(id);
  }
}

export function liveEntry(columns: Columns, recent: RecentIds, event: SessionEvent): ColumnEntry {
  const { flags, cost, link } = skeletonEntry(event.type, JSON.stringify(event));
  const linked = positionOf(columns, recent, link);
  return { kind: kindNumber(event.type), flags, at: Date.parse(event.processed_at), cost, link: linked };
}

function positionOf(columns: Columns, recent: RecentIds, link: SkeletonEntry['link']): number {
  if (link === null) return 0;
  if ('id' in link) return recent.get(link.id) ?? 0;
  const wanted = kindNumber(link.newest);
  for (let entry = columns.length - 1; entry >= 0; entry -= 1) if (columns.kind[entry] === wanted) return entry + 1;
  return 0;
}
