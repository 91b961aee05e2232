/** A session's skeleton as the window keeps it: columns that grow at their end. Entry i is event i + 1. */
import type { Skeleton } from '../../../../shared/skeleton.ts';
import { grown } from './growing.ts';

export interface Columns {
  length: number;
  kind: Uint8Array;
  flags: Uint8Array;
  /** Milliseconds since 1970. Never less than the entry before: a clock that jumped back stands still here. */
  at: Float64Array;
  duration: Float32Array;
  cost: Float32Array;
  /** Position (from 1) of the event that it belongs to or that belongs to it; 0: none. */
  link: Int32Array;
}

export interface ColumnEntry {
  kind: number;
  flags: number;
  at: number;
  duration: number;
  cost: number;
  link: number;
}

export const noColumns = (): Columns => ({
  length: 0,
  kind: new Uint8Array(0),
  flags: new Uint8Array(0),
  at: new Float64Array(0),
  duration: new Float32Array(0),
  cost: new Float32Array(0),
  link: new Int32Array(0),
});

/** Takes the skeleton's own arrays: nothing of a million events is copied. */
export function columnsOf({ kind, flags, at, duration, cost, link }: Skeleton): Columns {
  let latest = 0;
  for (let i = 0; i < at.length; i += 1) {
    latest = Math.max(latest, at[i] ?? 0);
    at[i] = latest;
  }
  return { length: kind.length, kind, flags, at, duration, cost, link };
}

export function appendEntry(columns: Columns, entry: ColumnEntry): void {
  const i = columns.length;
  if (i === columns.kind.length) widen(columns, Math.max(1024, Math.ceil(i * 1.25)));
  columns.kind[i] = entry.kind;
  columns.flags[i] = entry.flags;
  columns.at[i] = i === 0 ? entry.at : Math.max(entry.at, columns.at[i - 1] ?? 0);
  columns.duration[i] = entry.duration;
  columns.cost[i] = entry.cost;
  columns.link[i] = entry.link;
  columns.length = i + 1;
}

function widen(columns: Columns, capacity: number): void {
  columns.kind = grown(columns.kind, new Uint8Array(capacity));
  columns.flags = grown(columns.flags, new Uint8Array(capacity));
  columns.at = grown(columns.at, new Float64Array(capacity));
  columns.duration = grown(columns.duration, new Float32Array(capacity));
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
