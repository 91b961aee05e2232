import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useKeys } from '../../app/use-keys.ts';
import type { Watched } from '../../store/watched.ts';
import { LiveRow } from './LiveRow.tsx';
import { TimelineRow } from './TimelineRow.tsx';
import { isFailure, type Row } from './timeline-rows.ts';
import { useFollow } from './use-follow.ts';

const none: readonly Row[] = [];

/** Everything that happened, as it happens. Only the rows in sight exist, so that its length costs nothing. */
export function Timeline({ watched, running }: { watched: Watched | null; running: boolean }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState<number | null>(null);
  /** The row that gets the focus as soon as it exists: one far away does only after scrolling there. */
  const wanted = useRef<number | null>(null);
  const all = watched?.timeline.rows ?? none;
  const rows = useMemo(
    () => (folded.size === 0 ? all : all.filter((row) => !('turn' in row) || row.turn === null || !folded.has(row.turn))),
    [all, folded],
  );
  const live = running && watched !== null;

  const virtual = useVirtualizer({
    count: rows.length + (live ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(rows[index]),
    getItemKey: useCallback((index: number) => rows[index]?.key ?? 'live', [rows]),
    overscan: 6,
    paddingStart: 8,
    paddingEnd: 16,
  });
  const { following, follow, leave } = useFollow(scroller, virtual.getTotalSize());

  const toggle = useCallback((row: Row): void => {
    const change = row.kind === 'turn' ? setFolded : setOpened;
    change((keys) => toggled(keys, row.key));
  }, []);
  /** To the ends at once: a smooth scroll over rows that are measured on the way does not arrive. */
  function goToEnd(event: KeyboardEvent): void {
    if (event.target instanceof Element && event.target.closest('pre') !== null) return;
    if (event.key === 'End') follow();
    else if (event.key === 'Home') {
      leave();
      virtual.scrollToIndex(0);
    } else return;
    event.preventDefault();
  }
  function stepTo(next: number): void {
    if (rows[next] === undefined) return;
    leave();
    wanted.current = next;
    setCurrent(next);
    virtual.scrollToIndex(next, { align: 'auto' });
  }
  function stepToFailure(direction: 1 | -1): void {
    for (let index = (current ?? (direction === 1 ? -1 : rows.length)) + direction; index >= 0 && index < rows.length; index += direction) {
      const row = rows[index];
      if (row !== undefined && isFailure(row)) return stepTo(index);
    }
  }
  useKeys({
    j: () => stepTo((current ?? -1) + 1),
    k: () => stepTo((current ?? rows.length) - 1),
    ']': () => stepToFailure(1),
    '[': () => stepToFailure(-1),
    ' ': () => (following ? leave() : follow()),
  });
  useEffect(() => {
    const key = wanted.current === null ? undefined : rows[wanted.current]?.key;
    const row = key === undefined ? null : scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);
    if (row === null || row === undefined) return;
    wanted.current = null;
    (row.querySelector('button') ?? row).focus({ preventScroll: true });
  });

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        role="log"
        aria-label="Timeline"
        aria-live="off"
        tabIndex={0}
        onKeyDown={goToEnd}
        className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px] [overflow-anchor:none]"
      >
        <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                data-row={item.key}
                tabIndex={-1}
                className={`absolute top-0 left-0 w-full px-3 outline-offset-[-2px] ${item.index === current ? 'bg-accent-soft/50' : ''}`}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row === undefined ? (
                  watched === null ? null : (
                    <LiveRow watched={watched} />
                  )
                ) : (
                  <TimelineRow
                    row={row}
                    live={running && item.index >= rows.length - 2}
                    open={row.kind === 'turn' ? !folded.has(row.key) : opened.has(row.key)}
                    onToggle={toggle}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {!following && running ? (
        <button
          type="button"
          onClick={follow}
          className="absolute bottom-3 left-1/2 inline-flex h-7 -translate-x-1/2 items-center gap-1 rounded-full border border-line bg-surface-2 px-3 text-sm font-semibold text-accent shadow-pop hover:border-line-strong"
        >
          Live <ArrowDown aria-hidden="true" className="size-3.5" />
        </button>
      ) : null}
    </div>
  );
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** Height before a row is measured, in px. */
function estimate(row: Row | undefined): number {
  switch (row?.kind) {
    case 'turn':
      return 36;
    case 'message':
      return 48;
    case 'check':
      return 120;
    case 'error':
      return 28;
    default:
      return 28;
  }
}
