/**
 * What a screen of a very long session is drawn from at once, while its columns are still on their way: the whole strip cut
 * into columns, and the rows at the end. The same code makes both, so nothing on the screen is another when the rest is here.
 */
import type { Skeleton } from '../skeleton.ts';
import { noColumns, reserveEntries } from './columns.ts';
import { BLOCK } from './density.ts';
import { samplesOf, type Samples } from './samples.ts';
import { SessionIndex } from './session-index.ts';
import type { Axis } from './spans.ts';
import { wholeOf } from './view.ts';

/** A session of fewer events is there as soon as its outline would be. */
export const OUTLINED = 50_000;
/** Columns of the strip: about the pixels that a window has for it. */
const WIDTH = 2048;
/** Events at the end: more than a list shows. */
const TAIL = 640;

export interface Outline {
  /** Events of the session. */
  length: number;
  /** When the first of them was, in milliseconds since 1970. */
  began: number;
  inherited: number;
  newest: SessionIndex['newest'];
  samples: Record<Axis, Samples>;
  /** The columns of the entries from `from` on, and US dollars spent before them. */
  tail: Omit<Skeleton, 'session' | 'head' | 'duration'> & { spent: number };
  /** The rows of those entries: from row `from` on, of which the first may begin before them. */
  rows: { from: number; heads: Int32Array; turns: Int32Array; of: Int32Array; turnsFrom: number; turnRows: Int32Array };
}

export function outlineOf(index: SessionIndex): Outline {
  const { columns, rows, density, length } = index;
  const from = Math.max(0, Math.floor((length - TAIL) / BLOCK) * BLOCK);
  const row = Math.min(...rows.of.values.subarray(from, length));
  // The turn that the first row is in may begin before it.
  const turnsFrom = Math.max(0, rows.turnRows.below(row) - 1);
  const { kind, flags, at, cost, link } = columns;
  const strip = (axis: Axis): Samples => samplesOf(index, axis, wholeOf(columns, axis), WIDTH);
  return {
    length,
    began: at[0] ?? 0,
    inherited: index.inherited,
    newest: { ...index.newest },
    samples: { position: strip('position'), time: strip('time') },
    tail: {
      from,
      kind: kind.slice(from, length),
      flags: flags.slice(from, length),
      at: at.slice(from, length),
      cost: cost.slice(from, length),
      link: link.slice(from, length),
      spent: density.costBefore(columns, from),
    },
    rows: {
      from: row,
      heads: rows.heads.values.slice(row, rows.heads.length),
      turns: rows.turns.values.slice(row, rows.turns.length),
      of: rows.of.values.slice(from, length),
      turnsFrom,
      turnRows: rows.turnRows.values.slice(turnsFrom, rows.turnRows.length),
    },
  };
}

/** An index that knows the end of the session alone. It takes no more entries: the one of the whole session follows it. */
export function indexOfOutline({ length, began, inherited, newest, tail, rows: known }: Outline): SessionIndex {
  const index = new SessionIndex(noColumns());
  const { columns, rows, density } = index;
  reserveEntries(columns, length);
  columns.at[0] = began;
  columns.kind.set(tail.kind, tail.from);
  columns.flags.set(tail.flags, tail.from);
  columns.at.set(tail.at, tail.from);
  columns.cost.set(tail.cost, tail.from);
  columns.link.set(tail.link, tail.from);
  columns.length = length;
  density.resume(tail.from, tail.spent, length);
  density.extend(columns);
  rows.from = known.from;
  rows.heads.place(known.from, known.heads);
  rows.turns.place(known.from, known.turns);
  rows.of.place(tail.from, known.of);
  rows.turnRows.place(known.turnsFrom, known.turnRows);
  index.inherited = inherited;
  Object.assign(index.newest, newest);
  return index;
}
