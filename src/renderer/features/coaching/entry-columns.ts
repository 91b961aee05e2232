/** Which columns the table has, by the room that there is. Pure. */
import type { SortColumn } from './entry-list.ts';

interface EntryColumn {
  column: SortColumn;
  label: string;
  /** In px; null: what is left. */
  width: number | null;
  right: boolean;
}

const all: readonly (EntryColumn & { from: number; roomy?: number })[] = [
  { column: 'text', label: 'Entry', width: null, right: false, from: 0 },
  { column: 'effect', label: 'Effect', width: 118, roomy: 208, right: false, from: 0 },
  { column: 'worth', label: 'State', width: 164, right: false, from: 0 },
  { column: 'pairs', label: 'Pairs', width: 60, right: true, from: 700 },
  { column: 'tokens', label: 'Tokens', width: 66, right: true, from: 0 },
  { column: 'cost', label: 'A dispatch', width: 88, right: true, from: 920 },
  { column: 'tested', label: 'Tested', width: 104, right: true, from: 780 },
];

const ROOMY = 920;
/** Widths at which a column comes or goes. */
const steps = [...new Set(all.map(({ from }) => from))].toSorted((a, b) => b - a);
/** The same list for the same columns: rows are drawn again only when these are others. */
const byStep = new Map(
  steps.map((step) => [
    step,
    all.flatMap(({ from, roomy, ...column }) =>
      from > step ? [] : [{ ...column, width: step >= ROOMY ? (roomy ?? column.width) : column.width }],
    ),
  ]),
);

/** @param width of the table in px */
export function columnsFor(width: number): readonly EntryColumn[] {
  return byStep.get(steps.find((step) => step <= width) ?? 0) ?? [];
}

/** The columns as tracks of a grid, with one for the mark before them and one for the buttons behind. */
export function tracksOf(columns: readonly EntryColumn[]): string {
  return ['36px', ...columns.map(({ width }) => (width === null ? 'minmax(0, 1fr)' : `${width}px`)), '76px'].join(' ');
}
