import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useKeys } from '../../app/use-keys.ts';
import { SessionTableRow } from './SessionTableRow.tsx';
import type { Sort, SortColumn } from './session-list.ts';
import type { TreeRow } from './session-tree.ts';

const columns: { column: SortColumn; label: string; className: string }[] = [
  { column: 'title', label: 'Session', className: '' },
  { column: 'state', label: 'State', className: 'w-40' },
  { column: 'project', label: 'Project', className: 'w-32 max-[1180px]:hidden' },
  { column: 'model', label: 'Model', className: 'w-36' },
  { column: 'target', label: 'Target', className: 'w-28' },
  { column: 'tries', label: 'Tries', className: 'w-16 text-right max-[1180px]:hidden' },
  { column: 'cost', label: 'Cost', className: 'w-20 text-right' },
  { column: 'updated', label: 'Changed', className: 'w-28 text-right' },
];

/** Columns whose first click puts the newest or the largest on top. */
const largestFirst: ReadonlySet<SortColumn> = new Set(['tries', 'cost', 'updated']);

/** Of every row, in px: rows out of sight are only space. */
const ROW = 34;

interface SessionsTableProps {
  rows: readonly TreeRow[];
  sort: Sort;
  /** Another one is another list, read from its top. */
  filter: string;
  chosen: readonly string[];
  onSort: (sort: Sort) => void;
  onFold: (id: string) => void;
  onChoose: (id: string) => void;
}

export function SessionsTable({ rows, sort, filter, chosen, onSort, onFold, onChoose }: SessionsTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  /** The row that gets the focus as soon as it exists. */
  const wanted = useRef<number | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    scrollPaddingStart: 36,
  });
  const items = virtual.getVirtualItems();
  const families = useMemo(() => rows.some((one) => one.descendants > 0), [rows]);
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);

  function focus(index: number): void {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setCurrent(next);
    virtual.scrollToIndex(next, { align: 'auto' });
    wanted.current = next;
    focusWanted();
  }
  function focusWanted(): void {
    if (wanted.current === null) return;
    const button = scroller.current?.querySelector<HTMLElement>(`tr[data-row="${wanted.current}"] [data-open]`);
    if (button == null) return;
    wanted.current = null;
    button.focus({ preventScroll: true });
  }
  const inTable = (): boolean => scroller.current?.contains(document.activeElement) === true;
  const row = rows[current];
  useKeys({
    j: () => focus(inTable() ? current + 1 : 0),
    k: () => focus(inTable() ? current - 1 : 0),
    x: () => row !== undefined && inTable() && onChoose(row.summary.id),
  });
  function onKeyDown(event: KeyboardEvent): void {
    if (row === undefined) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') focus(current + (event.key === 'ArrowDown' ? 1 : -1));
    else if (event.key === 'ArrowRight' && row.descendants > 0 && !row.open) onFold(row.summary.id);
    else if (event.key === 'ArrowLeft' && row.descendants > 0 && row.open) onFold(row.summary.id);
    else if (event.key === 'ArrowLeft' && row.depth > 0) focus(rows.findLastIndex((other, at) => at < current && other.depth < row.depth));
    else return;
    event.preventDefault();
  }
  useEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = 0;
    setCurrent(0);
  }, [sort, filter]);
  useEffect(focusWanted);

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <table aria-rowcount={rows.length + 1} className="w-full min-w-[800px] table-fixed border-collapse text-left">
        <thead className="sticky top-0 z-10 bg-surface-0">
          <tr aria-rowindex={1}>
            {columns.map(({ column, label, className }) => (
              <th
                key={column}
                scope="col"
                aria-sort={sort.column !== column ? 'none' : sort.down ? 'descending' : 'ascending'}
                className={`border-b border-line px-2 py-0 font-normal first:pl-4 last:pr-4 ${className}`}
              >
                <button
                  type="button"
                  onClick={() => onSort({ column, down: sort.column === column ? !sort.down : largestFirst.has(column) })}
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
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          {above === 0 ? null : <Space height={above} />}
          {items.map(({ index }) => {
            const shown = rows[index];
            return shown === undefined ? null : (
              <SessionTableRow
                key={shown.summary.id}
                row={shown}
                index={index}
                families={families}
                chosen={chosen.includes(shown.summary.id)}
                onFocus={setCurrent}
                onFold={onFold}
                onChoose={onChoose}
              />
            );
          })}
          {below <= 0 ? null : <Space height={below} />}
        </tbody>
      </table>
    </div>
  );
}

function Space({ height }: { height: number }) {
  return (
    <tr aria-hidden="true">
      <td colSpan={columns.length} style={{ height, padding: 0 }} />
    </tr>
  );
}
