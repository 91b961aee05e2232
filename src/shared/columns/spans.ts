/**
 * What lasted: model requests, calls, checks, each from the entry that began it to the one that ended it. `busyBefore` sums
 * them up to any instant, so that the share of a strip's column that was busy costs two look-ups however much it spans.
 */
import type { Columns } from './columns.ts';
import { grown, GrowingInts, roomFor } from './growing.ts';

/** By position an entry is as wide as any other; by time it is where its clock stood. */
export type Axis = 'position' | 'time';

const NONE = -1;
/** So many spans at once are told apart; more of them in parallel are drawn as if they were these. */
const PARALLEL = 32;

export class Spans {
  /** Entries, ascending by end: a span is known when it ends. */
  private readonly starts = new GrowingInts();
  private readonly ends = new GrowingInts();
  private readonly positions = new GrowingInts();
  /** Milliseconds of all spans up to and with this one. */
  private times = new Float64Array(0);
  /** Entries that began something which has not ended: the newest, mostly the only one, and those before it. */
  private newest = NONE;
  private older: number[] = [];

  get length(): number {
    return this.starts.length;
  }

  begin(start: number): void {
    if (this.newest !== NONE) this.older.push(this.newest);
    this.newest = start;
  }

  /** What was begun and has not ended was cut off. */
  cut(): void {
    this.newest = NONE;
    if (this.older.length > 0) this.older = [];
  }

  end(columns: Columns, start: number, end: number): void {
    this.settle(start);
    const n = this.length;
    this.starts.push(start);
    this.ends.push(end);
    this.positions.push((n === 0 ? 0 : this.positions.at(n - 1)) + end - start);
    if (n >= this.times.length) this.times = grown(this.times, new Float64Array(roomFor(n + 1)));
    this.times[n] = (n === 0 ? 0 : (this.times[n - 1] ?? 0)) + (columns.at[end] ?? 0) - (columns.at[start] ?? 0);
  }

  private settle(start: number): void {
    if (this.newest === start) this.newest = this.older.pop() ?? NONE;
    else if (this.older.length > 0) this.older = this.older.filter((other) => other !== start);
  }

  /** Length of all spans that lies before `where`, in entries or in milliseconds. */
  busyBefore(columns: Columns, axis: Axis, where: number): number {
    const ended = axis === 'position' ? this.ends.below(where) : this.endedBefore(columns, where);
    let busy = ended === 0 ? 0 : axis === 'position' ? this.positions.at(ended - 1) : (this.times[ended - 1] ?? 0);
    const last = Math.min(this.length, ended + PARALLEL);
    for (let i = ended; i < last; i += 1) busy += Math.max(0, where - placeOf(columns, axis, this.starts.at(i)));
    for (const start of this.older) busy += Math.max(0, where - placeOf(columns, axis, start));
    return this.newest === NONE ? busy : busy + Math.max(0, where - placeOf(columns, axis, this.newest));
  }

  private endedBefore(columns: Columns, ms: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((columns.at[this.ends.at(middle)] ?? 0) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function placeOf(columns: Columns, axis: Axis, entry: number): number {
  return axis === 'position' ? entry : (columns.at[entry] ?? 0);
}
