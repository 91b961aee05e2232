import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useWidth } from '../session/strip/use-width.ts';
import { formatCount } from '../../ui/format-count.ts';
import { columnsFor, tracksOf } from './entry-columns.ts';
import type { ListRow, Section, Sort, SortColumn } from './entry-list.ts';
import { EntryTableRow, ROW, type RowActions } from './EntryTableRow.tsx';

/** Columns whose first click puts the smallest on top. */
const smallestFirst: ReadonlySet<SortColumn> = new Set(['text', 'effect']);

const sectionWords: Record<Section, string> = { considered: 'Under consideration: told to nobody yet', archive: 'Archive' };

interface EntryTableProps {
  rows: readonly ListRow[];
  sort: Sort;
  chosen: string | null;
  marked: ReadonlySet<string>;
  onTrial: ReadonlySet<string>;
  smallest: number;
  tested: number;
  /** Which row gets the focus as soon as it exists; another object asks again. */
  wanted: { key: string } | null;
  actions: RowActions;
  onSort: (sort: Sort) => void;
  onFold: (section: Section) => void;
  /** From the keyboard: so many rows on from the chosen one. */
  onStep: (by: number) => void;
}

export function EntryTable(props: EntryTableProps) {
  const { rows, sort, chosen, marked, onTrial, smallest, tested, wanted, actions, onSort, onFold, onStep } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const columns = columnsFor(useWidth(scroller));
  const tracks = tracksOf(columns);
  const focused = useRef<object | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    // Each one more is drawn twice for nothing at a leap through a long list.
    overscan: 4,
    scrollPaddingStart: 36,
  });

  // Only for what was asked: rows that change under the cursor do not scroll.
  const newest = useRef(rows);
  newest.current = rows;
  useEffect(() => {
    const index = wanted === null ? -1 : newest.current.findIndex((one) => one.kind === 'entry' && one.row.key === wanted.key);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [wanted, virtual]);
  // The row may come into being a moment later, when it is scrolled to.
  useEffect(() => {
    if (wanted === null || focused.current === wanted) return;
    const button = [...(scroller.current?.querySelectorAll<HTMLElement>('tr[data-entry]') ?? [])]
      .find((row) => row.dataset['entry'] === wanted.key)
      ?.querySelector<HTMLElement>('[data-open]');
    if (button == null) return;
    focused.current = wanted;
    button.focus({ preventScroll: true });
  });
  useEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  }, [sort]);

  function onKeyDown(event: KeyboardEvent): void {
    const onRow = event.target instanceof HTMLElement && event.target.dataset['open'] !== undefined;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') onStep(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === ' ' && onRow && chosen !== null) actions.mark(chosen);
    else return;
    event.preventDefault();
  }

  return (
    <div ref={scroller} role="region" aria-label="Entries" className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto">
      {/* A table to those who hear it; to the eye each row is laid out by itself, so that one that comes moves no other. */}
      <table role="table" aria-rowcount={rows.length + 1} className="block w-full text-left">
        <thead role="rowgroup" className="sticky top-0 z-10 block border-b border-line bg-surface-0">
          <tr role="row" aria-rowindex={1} className="grid h-8 items-center" style={{ gridTemplateColumns: tracks }}>
            <th role="columnheader" scope="col">
              <span className="sr-only">Marked</span>
            </th>
            {columns.map(({ column, label, right }) => (
              <th
                key={column}
                role="columnheader"
                scope="col"
                aria-sort={sort.column !== column ? 'none' : sort.down ? 'descending' : 'ascending'}
                className={`px-2 font-normal ${right ? 'text-right' : ''}`}
              >
                <button
                  type="button"
                  title={column === 'worth' ? 'Most worth pruning first' : undefined}
                  onClick={() => onSort({ column, down: sort.column === column ? !sort.down : !smallestFirst.has(column) })}
                  className="inline-flex h-8 items-center gap-1 rounded-sm text-sm text-ink-2 outline-offset-[-2px] hover:text-ink"
                >
                  {label}
                  {sort.column !== column ? null : sort.down ? (
                    <ArrowDown aria-hidden="true" className="size-3" />
                  ) : (
                    <ArrowUp aria-hidden="true" className="size-3" />
                  )}
                </button>
              </th>
            ))}
            <th role="columnheader" scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup" onKeyDown={onKeyDown} className="relative block" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const shown = rows[index];
            if (shown === undefined) return null;
            if (shown.kind === 'section') {
              return (
                <SectionRow key={shown.section} row={shown} index={index} start={start} columns={columns.length + 2} onFold={onFold} />
              );
            }
            const { row } = shown;
            return (
              <EntryTableRow
                key={row.key}
                row={row}
                index={index}
                start={start}
                columns={columns}
                tracks={tracks}
                chosen={row.key === chosen}
                marked={marked.has(row.key)}
                onTrial={onTrial.has(row.key)}
                smallest={smallest}
                tested={tested}
                actions={actions}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface SectionRowProps {
  row: Extract<ListRow, { kind: 'section' }>;
  index: number;
  start: number;
  columns: number;
  onFold: (section: Section) => void;
}

function SectionRow({ row: { section, count, open }, index, start, columns, onFold }: SectionRowProps) {
  return (
    <tr
      role="row"
      aria-rowindex={index + 2}
      className="absolute inset-x-0 block border-b border-line/60"
      style={{ height: ROW, transform: `translateY(${start}px)` }}
    >
      <td role="cell" colSpan={columns} className="block px-3 pt-4">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => onFold(section)}
          className="inline-flex h-7 items-center gap-1 rounded-sm px-1 text-sm font-semibold text-ink-2 hover:text-ink [&_svg]:size-3.5"
        >
          {open ? <ChevronDown aria-hidden="true" /> : <ChevronRight aria-hidden="true" />}
          {sectionWords[section]} <span className="font-normal text-ink-3">{formatCount(count)}</span>
        </button>
      </td>
    </tr>
  );
}
