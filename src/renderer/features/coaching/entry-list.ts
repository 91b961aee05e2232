/** The rows of the table: entries in the order that a column puts them in, those that nobody is told below. Pure. */
import { byWorthPruning, type EntryRow } from '../../../shared/coaching/entry-rows.ts';
import { pairsIn } from '../../../shared/coaching/effect.ts';
import { visibleLine } from '../../../shared/visible-text.ts';

export type SortColumn = 'worth' | 'text' | 'effect' | 'pairs' | 'tokens' | 'cost' | 'tested';
export interface Sort {
  column: SortColumn;
  down: boolean;
}

export type Section = 'considered' | 'archive';
export type ListRow = { kind: 'entry'; row: EntryRow } | { kind: 'section'; section: Section; count: number; open: boolean };

/** Most worth pruning comes first. */
export const FIRST_SORT: Sort = { column: 'worth', down: true };

export function listRows(rows: readonly EntryRow[], sort: Sort, folded: ReadonlySet<Section>): ListRow[] {
  const sorted = rows.toSorted(comparing(sort)).map((row): ListRow & { kind: 'entry' } => ({ kind: 'entry', row }));
  const told = sorted.filter(({ row }) => !row.entry.archived);
  const considered = sorted.filter(({ row }) => row.isConsidered);
  const archived = sorted.filter(({ row }) => row.entry.archived && !row.isConsidered);
  return [...told, ...sectionOf('considered', considered, folded), ...sectionOf('archive', archived, folded)];
}

function sectionOf(section: Section, rows: readonly ListRow[], folded: ReadonlySet<Section>): ListRow[] {
  if (rows.length === 0) return [];
  const open = !folded.has(section);
  return [{ kind: 'section', section, count: rows.length, open }, ...(open ? rows : [])];
}

/** Among equals the order of the file; what has no value comes last, whichever way the column runs. */
function comparing({ column, down }: Sort): (a: EntryRow, b: EntryRow) => number {
  const direction = down ? -1 : 1;
  if (column === 'worth') return down ? byWorthPruning : (a, b) => byWorthPruning(b, a);
  if (column === 'text') return (a, b) => direction * compareText(plainText(a.entry.text), plainText(b.entry.text));
  const valueOf = values[column];
  return (a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return direction * (one - other);
  };
}

const { compare: compareText } = new Intl.Collator();

const values: Record<Exclude<SortColumn, 'worth' | 'text'>, (row: EntryRow) => number | null> = {
  effect: ({ record }) => (record === null || pairsIn(record.judgement.counts) === 0 ? null : record.judgement.effect.estimate),
  pairs: ({ record }) => record?.pairs ?? null,
  tokens: ({ tokens }) => tokens,
  cost: ({ usdPerDispatch }) => usdPerDispatch,
  tested: ({ record }) => (record === null || record.lastAt === null ? null : Date.parse(record.lastAt)),
};

/** Markdown as the words that it says, on one line. */
export function plainText(markdown: string): string {
  const words = markdown
    .slice(0, 2000)
    .replaceAll(/^\s*(?:```.*|~~~.*)$/gm, '')
    .replaceAll(/^\s*(?:[-*+>]|#{1,6}|\d+[.)])\s+/gm, '')
    .replaceAll(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replaceAll(/(\*\*|__|`+)(?=\S)(.*?\S)\1/g, '$2')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return visibleLine(words);
}
