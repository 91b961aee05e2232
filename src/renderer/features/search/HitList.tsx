import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { useKeys } from '../../app/use-keys.ts';
import { HitRow } from './HitRow.tsx';
import { searchRows } from './search-rows.ts';
import type { Searched } from './use-search.ts';

interface HitListProps {
  ref: Ref<HTMLDivElement>;
  searched: Searched;
  /** The end of the list is in sight. */
  onMore: () => void;
  /** The focus goes up and out of the list. */
  onLeave: () => void;
  /** Rows are there that may not have been before. */
  onDrawn: () => void;
}

/** Only the rows in sight exist; the focus walks over all of them. */
export function HitList({ ref, searched, onMore, onLeave, onDrawn }: HitListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => searchRows(searched.pages), [searched.pages]);
  const [current, setCurrent] = useState<number | null>(null);
  /** The row that gets the focus as soon as it exists. */
  const wanted = useRef<number | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'session' ? 36 : 48),
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    overscan: 12,
    paddingEnd: 24,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const nearEnd = searched.next !== null && last >= rows.length - 20;
  useEffect(() => {
    if (nearEnd) onMore();
  }, [nearEnd, onMore]);

  function step(by: 1 | -1): void {
    let next = (current ?? -1) + by;
    while (rows[next]?.kind === 'session') next += by;
    if (rows[next] === undefined) return by === -1 ? onLeave() : undefined;
    setCurrent(next);
    virtual.scrollToIndex(next, { align: 'auto' });
    wanted.current = next;
    focusWanted();
  }
  function focusWanted(): void {
    if (wanted.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] [data-hit]`);
    if (row == null) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    step(event.key === 'ArrowDown' ? 1 : -1);
  }
  useKeys({ j: () => step(1), k: () => step(-1) });
  useEffect(() => {
    focusWanted();
    onDrawn();
  });

  return (
    <div
      ref={(element) => {
        scroller.current = element;
        if (typeof ref === 'function') ref(element);
        else if (ref !== null) ref.current = element;
      }}
      role="region"
      aria-label="Hits"
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-y-auto border-t border-line outline-offset-[-2px] [overflow-anchor:none]"
    >
      <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className="absolute top-0 left-0 w-full"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <HitRow row={row} onFocus={() => setCurrent(item.index)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
