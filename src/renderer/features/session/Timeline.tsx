import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useKeys } from '../../app/use-keys.ts';
import type { Watched } from '../../store/watched.ts';
import { LiveRow } from './LiveRow.tsx';
import { TimelineRow } from './TimelineRow.tsx';
import { isFailure, timelineRows, type Row } from './timeline-rows.ts';
import { useFollow } from './use-follow.ts';

/** Everything that happened, as it happens. Only the rows in sight exist, so that its length costs nothing. */
export function Timeline({ watched, running }: { watched: Watched | null; running: boolean }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState<number | null>(null);
  const events = watched?.events;
  const all = useMemo(() => timelineRows(events ?? []), [events]);
  const rows = useMemo(() => all.filter((row) => !('turn' in row) || row.turn === null || !folded.has(row.turn)), [all, folded]);
  const live = running && watched !== null;

  const virtual = useVirtualizer({
    count: rows.length + (live ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? 'live',
    overscan: 12,
    paddingStart: 8,
    paddingEnd: 16,
  });
  const { following, follow, leave } = useFollow(scroller, virtual.getTotalSize());

  function stepTo(next: number): void {
    if (rows[next] === undefined) return;
    leave();
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
  const currentKey = current === null ? undefined : rows[current]?.key;
  useEffect(() => {
    if (currentKey === undefined) return;
    scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(currentKey)}"] button`)?.focus({ preventScroll: true });
  }, [currentKey]);

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        role="log"
        aria-label="Timeline"
        aria-live="off"
        tabIndex={0}
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
                className={`absolute top-0 left-0 w-full px-3 ${item.index === current ? 'bg-accent-soft/50' : ''}`}
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
                    onToggle={() => (row.kind === 'turn' ? setFolded(toggled(folded, row.key)) : setOpened(toggled(opened, row.key)))}
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
