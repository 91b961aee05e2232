/** Where a key goes in a diff, from the row at the cursor. Pure. -1: there is nothing before the first row. */
import type { DrawnRow } from './drawn-rows.ts';

/** A row that the cursor can stand on. */
function holds(row: DrawnRow | undefined): boolean {
  return row?.kind === 'file' || row?.kind === 'line' || row?.kind === 'pair';
}

export function nextLine(rows: readonly DrawnRow[], from: number, direction: 1 | -1): number {
  return find(rows, from, direction, (row) => holds(row));
}

/** The heading of the next file; going back, that of the own one first. */
export function nextFile(rows: readonly DrawnRow[], from: number, direction: 1 | -1): number {
  return find(rows, from, direction, (row) => row.kind === 'file');
}

/** The first line of the next run of changed lines; going back, of the run before the own. */
export function nextHunk(rows: readonly DrawnRow[], from: number, direction: 1 | -1): number {
  return find(rows, from, direction, (row, index) => isChange(row) && !isChange(rows[index - 1]));
}

function isChange(row: DrawnRow | undefined): boolean {
  if (row?.kind === 'line') return row.line.kind !== 'context';
  return row?.kind === 'pair' && (row.old?.kind !== 'context' || row.new?.kind !== 'context');
}

/** `from` where there is none. */
function find(rows: readonly DrawnRow[], from: number, direction: 1 | -1, fits: (row: DrawnRow, index: number) => boolean): number {
  for (let index = from + direction; index >= 0 && index < rows.length; index += direction) {
    const row = rows[index];
    if (row !== undefined && fits(row, index)) return index;
  }
  return from;
}
