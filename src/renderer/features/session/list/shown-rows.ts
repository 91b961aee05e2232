/** Which rows the list shows: all, or those that folded turns and a filter leave. Pure. */
import type { Rows } from '../../../../shared/columns/rows.ts';

export interface ShownRows {
  length: number;
  /** The row at a place of the list. */
  row(place: number): number;
  /** The place of a row, or of the nearest shown one before it. */
  place(row: number): number;
}

/** With hits, the rows that have one, whatever is folded. */
export function shownRows(rows: Rows, folded: ReadonlySet<number>, hits: Int32Array | null): ShownRows {
  if (hits === null && folded.size === 0) {
    const length = rows.length;
    return { length, row: (place) => place, place: (row) => Math.min(row, length - 1) };
  }
  const list = new Int32Array(hits === null ? rows.length : hits.length);
  let length = 0;
  if (hits === null) {
    for (let row = 0; row < rows.length; row += 1) if (rows.isTurn(row) || !folded.has(rows.turns.at(row))) list[length++] = row;
  } else {
    // A hit in a result is shown in the row of its call, which may come before that of the hit before.
    const found = hits.map((seq) => rows.of.at(seq - 1)).sort();
    for (const row of found) if (length === 0 || row > (list[length - 1] ?? 0)) list[length++] = row;
  }
  return {
    length,
    row: (place) => list[place] ?? 0,
    place(row) {
      let [low, high] = [0, length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((list[middle] ?? 0) <= row) low = middle + 1;
        else high = middle;
      }
      return Math.max(0, low - 1);
    },
  };
}
