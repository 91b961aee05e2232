/**
 * Rows of one height in an element that may not be as tall as all of them: Chromium ends an element at 33.5 million px. Beyond
 * that the scroll bar's way stands for a longer one; `offset` is where one truly is, in px of all rows. Pure.
 */
export const ROW = 26;
const TALLEST = 30_000_000;

export interface Extent {
  rows: number;
  /** Height of what is in sight. */
  height: number;
}

export const contentHeight = ({ rows }: Extent): number => Math.min(rows * ROW, TALLEST);
export const lastOffset = ({ rows, height }: Extent): number => Math.max(0, rows * ROW - height);

/** How many px of rows a px of the scroll bar's way is: 1 unless they are too many. */
function scale(extent: Extent): number {
  const way = contentHeight(extent) - extent.height;
  return way <= 0 ? 1 : Math.max(1, lastOffset(extent) / way);
}

export const offsetOf = (extent: Extent, scrollTop: number): number => Math.min(lastOffset(extent), scrollTop * scale(extent));
export const scrollTopOf = (extent: Extent, offset: number): number => offset / scale(extent);

/** The offset that is nearest to `offset` and shows the row whole. */
export function showing(extent: Extent, offset: number, row: number): number {
  const top = row * ROW;
  const nearest = Math.max(top + ROW - extent.height, Math.min(top, offset));
  return Math.max(0, Math.min(lastOffset(extent), nearest));
}

/** Rows in sight at an offset, the last one excluded. */
export function rowsAt({ rows, height }: Extent, offset: number): { first: number; end: number } {
  const first = Math.max(0, Math.floor(offset / ROW));
  return { first, end: Math.min(rows, Math.ceil((offset + height) / ROW)) };
}
