import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import type { RecordKey } from '../../../../shared/coaching/entry-record.ts';
import type { Trial } from '../../../../shared/coaching/trial-ledger.ts';
import { useDrover } from '../../../store/use-drover.ts';
import { formatCount } from '../../../ui/format-count.ts';
import { TrialPair, TRIAL_PAIR } from './TrialPair.tsx';

interface TrialPairsProps {
  /** Newest first. */
  trials: readonly Trial[];
  project: string;
  /** What the entry says now. */
  current: Pick<RecordKey, 'entry' | 'version' | 'probe'>;
}

/** Every pair side by side; only those in sight exist, within whatever scrolls around them. */
export function TrialPairs({ trials, project, current }: TrialPairsProps) {
  const drover = useDrover();
  const { entry } = current;
  const list = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const virtual = useVirtualizer({
    count: trials.length,
    getScrollElement: () => scrollerOf(list.current),
    estimateSize: () => TRIAL_PAIR,
    scrollMargin: margin,
    overscan: 6,
  });
  // What stands above grows and shrinks with what is known of the entry.
  useLayoutEffect(() => {
    const scroller = scrollerOf(list.current);
    const content = scroller?.firstElementChild;
    if (scroller === null || content == null) return undefined;
    const measure = (): void => {
      if (list.current === null) return;
      setMargin(Math.round(list.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(content);
    const before = drover.store.getState().trialsScroll;
    if (before?.project === project && before.entry === entry) scroller.scrollTop = before.top;
    return () => {
      observer.disconnect();
      drover.store.setState({ trialsScroll: { project, entry, top: scroller.scrollTop } });
    };
  }, [drover, project, entry]);
  return (
    <section aria-label="Trials" className="flex flex-col gap-1">
      <h3 className="text-sm text-ink-3">
        {trials.length === 1 ? '1 trial' : `${formatCount(trials.length)} trials`}, newest first; each run opens its session
      </h3>
      <div ref={list} role="list" aria-label="Trials, newest first" className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const trial = trials[index];
          return trial === undefined ? null : (
            <div
              key={trial.id}
              role="listitem"
              aria-setsize={trials.length}
              aria-posinset={index + 1}
              className="absolute top-0 left-0 w-full"
              style={{ transform: `translateY(${start - margin}px)`, height: TRIAL_PAIR }}
            >
              <TrialPair trial={trial} isPast={trial.version !== current.version || trial.probe !== current.probe} />
            </div>
          );
        })}
      </div>
    </section>
  );
}

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  return element?.closest<HTMLElement>('[data-scroller]') ?? null;
}
