import type { Watched } from '../../../store/watched.ts';
import { formatClock } from '../../../ui/format-duration.ts';
import { useNow } from '../../../ui/use-now.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { ROW } from './scrolling.ts';

/** What it does this second, after the newest row. */
export function LiveLine({ watched, top }: { watched: Watched; top: number }) {
  const now = useNow(1000);
  const { state } = watched;
  const since = state === null || state.updatedAt === '' ? now : Date.parse(state.updatedAt);
  return (
    <div
      role="presentation"
      className="absolute inset-x-0 flex items-center gap-2 pr-3 pl-7 text-running"
      style={{ transform: `translateY(${top}px)`, height: ROW }}
    >
      <span className="flex w-4 shrink-0 justify-center">
        <span aria-hidden="true" className="pulse size-1.5 rounded-full bg-running" />
      </span>
      <span className="min-w-0 flex-1 truncate">{visibleLine(state?.activity ?? '') || 'starting'}</span>
      <span className="shrink-0 text-sm text-ink-3">{formatClock(now - since)}</span>
    </div>
  );
}
