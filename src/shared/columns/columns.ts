/** A session's skeleton as the window keeps it: columns that grow at their end. Entry i is event i + 1. */
import type { Skeleton } from '../skeleton.ts';
import { isEnd } from './event-kinds.ts';
import { grown } from './growing.ts';

export interface Columns {
  length: number;
  kind: Uint8Array;
  flags: Uint8Array;
  /** Milliseconds since 1970. Never less than the entry before: a clock that jumped back stands still here. */
  at: Float64Array;
  cost: Float32Array;
  /** Position (from 1) of the event that it belongs to or that belongs to it; 0: none. */
  link: Int32Array;
}

export interface ColumnEntry {
  kind: number;
  flags: number;
  at: number;
  cost: number;
  link: number;
}

export const noColumns = (): Columns => ({
  length: 0,
  kind: new Uint8Array(0),
  flags: new Uint8Array(0),
  at: new Float64Array(0),
  cost: new Float32Array(0),
  link: new Int32Array(0),
});

/** Makes room for so many entries, and no more. */
export function reserveEntries(columns: Columns, capacity: number): void {
  if (capacity > columns.kind.length) widen(columns, capacity);
}

/** Adds a piece that begins where the columns end. */
export function appendPiece(columns: Columns, { kind, flags, at, cost, link }: Omit<Skeleton, 'duration'>): void {
  const first = columns.length;
  const length = first + kind.length;
  reserveEntries(columns, length);
  columns.kind.set(kind, first);
  columns.flags.set(flags, first);
  columns.cost.set(cost, first);
  columns.link.set(link, first);
  let latest = first === 0 ? 0 : (columns.at[first - 1] ?? 0);
  for (let i = 0; i < kind.length; i += 1) {
    latest = Math.max(latest, at[i] ?? 0);
    columns.at[first + i] = latest;
    linkBack(columns, kind[i] ?? 0, link[i] ?? 0, first + i);
  }
  columns.length = length;
}

export function appendEntry(columns: Columns, entry: ColumnEntry): void {
  const i = columns.length;
  if (i === columns.kind.length) widen(columns, Math.max(1024, Math.ceil(i * 1.25)));
  columns.kind[i] = entry.kind;
  columns.flags[i] = entry.flags;
  columns.at[i] = i === 0 ? entry.at : Math.max(entry.at, columns.at[i - 1] ?? 0);
  columns.cost[i] = entry.cost;
  columns.link[i] = entry.link;
  linkBack(columns, entry.kind, entry.link, i);
  columns.length = i + 1;
}

/** What an entry ends is linked to it, as it is to what it ends. */
function linkBack(columns: Columns, kind: number, link: number, entry: number): void {
  if (link > 0 && link <= entry && isEnd(kind)) columns.link[link - 1] = entry + 1;
}

function widen(columns: Columns, capacity: number): void {
  columns.kind = grown(columns.kind, new Uint8Array(capacity));
  columns.flags = grown(columns.flags, new Uint8Array(capacity));
  columns.at = grown(columns.at, new Float64Array(capacity));
  columns.cost = grown(columns.cost, new Float32Array(capacity));
  columns.link = grown(columns.link, new Int32Array(capacity));
}

/** Entries before the instant `ms`. */
export function entriesBefore({ at, length }: Columns, ms: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
