import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useKeys } from '../../app/use-keys.ts';
import type { Comparison } from '../../../shared/instant.ts';
import { formatCount } from '../../ui/format-count.ts';
import { CompareAxis } from './CompareAxis.tsx';
import { CompareCell } from './CompareCell.tsx';
import { useEventRows } from './use-event-rows.ts';

const ROW = 28;

/** The events of both after the parting on one axis: the same line is the same distance from where they part. */
export function CompareEvents({ comparison }: { comparison: Comparison }) {
  const { sharedSeq, a, b } = comparison;
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<number | null>(null);
  const left = useEventRows(a.session, sharedSeq + 1, a.events);
  const right = useEventRows(b.session, sharedSeq + 1, b.events);
  const count = Math.max(a.events, b.events);
  const virtual = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 10 });
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  const { want: wantLeft } = left;
  const { want: wantRight } = right;
  useEffect(() => {
    wantLeft(from, to);
    wantRight(from, to);
  }, [wantLeft, wantRight, from, to]);
  function show(index: number): void {
    const next = Math.max(0, Math.min(count - 1, index));
    setCurrent(next);
    virtual.scrollToIndex(next, { align: 'auto' });
  }
  useKeys({ j: () => show((current ?? -1) + 1), k: () => show((current ?? 1) - 1) });
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <CompareAxis comparison={comparison} current={current} onShow={show} />
      {count > 0 && Math.min(a.events, b.events) === 0 ? (
        <p className="shrink-0 border-b border-line px-3 py-1.5 text-ink-2">
          {a.events === 0 ? 'A' : 'B'} has not gone on since they parted: every line is the other’s alone.
        </p>
      ) : null}
      {count === 0 ? (
        <p className="p-4 text-ink-3">Neither has gone on since they parted.</p>
      ) : (
        <div
          ref={scroller}
          role="region"
          aria-label="Events after the parting"
          tabIndex={0}
          className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]"
        >
          <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => (
              <div
                key={item.key}
                data-line={item.index}
                className={`absolute top-0 left-0 grid w-full grid-cols-[1fr_3rem_1fr] border-b border-line/60 ${item.index === current ? 'bg-accent-soft/50' : ''}`}
                style={{ height: ROW, transform: `translateY(${item.start}px)` }}
              >
                <CompareCell side="A" session={a.session} row={item.index < a.events ? left.at(item.index) : null} />
                <span className="self-center text-center text-sm text-ink-3">+{formatCount(item.index + 1)}</span>
                <CompareCell side="B" session={b.session} row={item.index < b.events ? right.at(item.index) : null} />
              </div>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}
