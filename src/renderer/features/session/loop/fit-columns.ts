/** How many checks stand beside each other in the room there is. Pure. */

export interface Fit {
  /** What came of a check is a mark, and no words. */
  terse: boolean;
  /** The first column that is shown: older ones are behind one press. */
  from: number;
}

/** Room in px for what a column holds; `rest` is what stands before the columns. */
export interface Room {
  width: number;
  rest: number;
  wordy: number;
  terse: number;
}

/** Words while all columns have room for them, else marks; where even those have none, the newest ones. */
export function fitColumns(count: number, { width, rest, wordy, terse }: Room): Fit {
  const free = width - rest;
  // Not measured yet: nothing is hidden for that.
  if (width === 0 || count * wordy <= free) return { terse: false, from: 0 };
  if (count * terse <= free) return { terse: true, from: 0 };
  // One place for the press that shows the others.
  const shown = Math.max(1, Math.floor(free / terse) - 1);
  return { terse: true, from: Math.max(0, count - shown) };
}
