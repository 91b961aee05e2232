/**
 * How many marks of each sort lie before any entry: sums at the end of each block, and a scan within one. A column of the
 * strip is the difference of two of them, whatever it spans, so a million entries are drawn as fast as a thousand.
 */
import type { Columns } from './columns.ts';
import { markOf, MARKS } from './event-kinds.ts';
import { grown, roomFor } from './growing.ts';

/** Entries of a block. */
export const BLOCK = 64;

export class Density {
  length = 0;
  private marks = new Uint8Array(0);
  /** Sums of all blocks before; entry b * MARKS + mark. */
  private counts = new Int32Array(MARKS);
  private spent = new Float64Array(1);
  /** Sums of everything so far. */
  private readonly sums = new Int32Array(MARKS);
  private sum = 0;

  /** Goes on from an entry at which a block begins, of a session of so many entries; only what comes after it is known. */
  resume(entry: number, spent: number, length: number): void {
    this.reserve(length, length);
    this.length = entry;
    this.sum = spent;
    this.spent[entry / BLOCK] = spent;
  }

  /** Adds the entries that the columns have and this has not. */
  extend({ kind, flags, cost, length }: Columns): void {
    this.reserve(length);
    const { marks, counts, spent, sums } = this;
    for (let i = this.length; i < length; i += 1) {
      const mark = markOf(kind[i] ?? 0, flags[i] ?? 0);
      marks[i] = mark;
      sums[mark] = (sums[mark] ?? 0) + 1;
      this.sum += cost[i] ?? 0;
      if ((i + 1) % BLOCK !== 0) continue;
      const block = (i + 1) / BLOCK;
      for (let each = 0; each < MARKS; each += 1) counts[block * MARKS + each] = sums[each] ?? 0;
      spent[block] = this.sum;
    }
    this.length = length;
  }

  /** Marks among the entries before `index`, by sort, into `into`. */
  before(index: number, into: Int32Array): void {
    const end = Math.max(0, Math.min(index, this.length));
    const block = Math.floor(end / BLOCK);
    const { marks, counts } = this;
    for (let mark = 0; mark < MARKS; mark += 1) into[mark] = counts[block * MARKS + mark] ?? 0;
    for (let i = block * BLOCK; i < end; i += 1) {
      const mark = marks[i] ?? 0;
      into[mark] = (into[mark] ?? 0) + 1;
    }
  }

  /** US dollars of the entries before `index`. */
  costBefore({ cost }: Columns, index: number): number {
    const end = Math.max(0, Math.min(index, this.length));
    const block = Math.floor(end / BLOCK);
    let sum = this.spent[block] ?? 0;
    for (let i = block * BLOCK; i < end; i += 1) sum += cost[i] ?? 0;
    return sum;
  }

  /** Makes room for so many entries. */
  reserve(length: number, room = roomFor(length)): void {
    if (length <= this.marks.length) return;
    const blocks = Math.ceil(room / BLOCK) + 1;
    this.marks = grown(this.marks, new Uint8Array(room));
    this.counts = grown(this.counts, new Int32Array(blocks * MARKS));
    this.spent = grown(this.spent, new Float64Array(blocks));
  }
}
