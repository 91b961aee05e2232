import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useWidth } from '../session/strip/use-width.ts';
import { formatCount } from '../../ui/format-count.ts';
import { columnsFor } from './entry-columns.ts';
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
  /** Which row gets the focus as soon as it exists; another object asks again. */
  wanted: { key: string } | null;
  actions: RowActions;
  onSort: (sort: Sort) => void;
  onFold: (section: Section) => void;
  /** From the keyboard: so many rows on from the chosen one. */
  onStep: (by: number) => void;
}

export function EntryTable(props: EntryTableProps) {
  const { rows, sort, chosen, marked, onTrial, smallest, wanted, actions, onSort, onFold, onStep } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const columns = columnsFor(useWidth(scroller));
  const focused = useRef<object | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    scrollPaddingStart: 36,
  });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);

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
      <table aria-rowcount={rows.length + 1} className="w-full table-fixed border-collapse text-left">
        <thead className="sticky top-0 z-10 bg-surface-0">
          <tr aria-rowindex={1}>
            <th scope="col" className="w-9 border-b border-line">
              <span className="sr-only">Marked</span>
            </th>
            {columns.map(({ column, label, width, right }) => (
              <th
                key={column}
                scope="col"
                aria-sort={sort.column !== column ? 'none' : sort.down ? 'descending' : 'ascending'}
                style={width === null ? undefined : { width }}
                className={`border-b border-line px-2 py-0 font-normal ${right ? 'text-right' : ''}`}
              >
                <button
                  type="button"
                  title={column === 'worth' ? 'Most worth pruning first' : undefined}
                  onClick={() => onSort({ column, down: sort.column === column ? !sort.down : !smallestFirst.has(column) })}
                  className="inline-flex h-8 items-center gap-1 rounded-sm text-sm text-ink-2 hover:text-ink"
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
            <th scope="col" className="w-19 border-b border-line">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          {above === 0 ? null : <Space height={above} columns={columns.length + 2} />}
          {items.map(({ index }) => {
            const shown = rows[index];
            if (shown === undefined) return null;
            if (shown.kind === 'section') {
              return (
                <tr key={shown.section} aria-rowindex={index + 2} style={{ height: ROW }} className="border-b border-line/60">
                  <td colSpan={columns.length + 2} className="px-3 pt-3 align-middle">
                    <button
                      type="button"
                      aria-expanded={shown.open}
                      onClick={() => onFold(shown.section)}
                      className="inline-flex h-7 items-center gap-1 rounded-sm px-1 text-sm font-semibold text-ink-2 hover:text-ink [&_svg]:size-3.5"
                    >
                      {shown.open ? <ChevronDown aria-hidden="true" /> : <ChevronRight aria-hidden="true" />}
                      {sectionWords[shown.section]} <span className="font-normal text-ink-3">{formatCount(shown.count)}</span>
                    </button>
                  </td>
                </tr>
              );
            }
            const { row } = shown;
            return (
              <EntryTableRow
                key={row.key}
                row={row}
                index={index}
                columns={columns}
                chosen={row.key === chosen}
                marked={marked.has(row.key)}
                onTrial={onTrial.has(row.key)}
                smallest={smallest}
                actions={actions}
              />
            );
          })}
          {below <= 0 ? null : <Space height={below} columns={columns.length + 2} />}
        </tbody>
      </table>
    </div>
  );
}

function Space({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}
