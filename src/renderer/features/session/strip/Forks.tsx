import { GitFork } from 'lucide-react';
import { useApp, useDrover } from '../../../store/use-drover.ts';
import type { Watched } from '../../../store/watched.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { useLineage } from '../../fork/use-lineage.ts';
import { useViewState } from '../session-view.ts';
import { placeOf } from './axis.ts';

/** Drawn at most; the tree of sessions has them all. */
const MOST = 40;

/** Where other sessions left this one: each opens the one that goes on from there. */
export function Forks({ watched, width }: { watched: Watched; width: number }) {
  const drover = useDrover();
  const lineage = useLineage();
  const summaries = useApp((state) => state.summaries);
  const axis = useViewState((state) => state.axis);
  const shown = useViewState((state) => state.shown);
  const { columns, length } = watched.index;
  const forks = Object.values(lineage).filter(({ parent, seq }) => parent === watched.id && seq >= 1 && seq <= length);
  return forks.slice(0, MOST).map(({ session, seq, kind }) => {
    const x = ((placeOf(columns, axis, seq - 1) - shown.from) / (shown.to - shown.from)) * width;
    if (x < 0 || x > width) return null;
    const title = visibleLine(summaries[session]?.dispatch.title ?? session);
    const words = `${kind === 'fork' ? 'Rewound here' : 'A thread began here'}: ${title}`;
    return (
      <button
        key={session}
        type="button"
        aria-label={words}
        title={words}
        onClick={() => drover.go({ screen: 'session', id: session, tab: 'timeline' })}
        className="absolute top-0 flex size-4 items-center justify-center rounded-sm bg-surface-1 text-accent hover:bg-accent-soft"
        style={{ left: Math.max(0, Math.min(width - 16, Math.round(x) - 8)) }}
      >
        <GitFork aria-hidden="true" className="size-3" />
      </button>
    );
  });
}
