import { CornerDownRight } from 'lucide-react';
import { summaryIn } from '../../store/app-state.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { formatCount } from '../../ui/format-count.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { useLineage } from './use-lineage.ts';

/** For a session's header: where it came from, with a link to the event there. Nothing for one that began by itself. */
export function ForkOf({ session }: { session: string }) {
  const drover = useDrover();
  const from = useLineage()[session];
  const parent = useApp((state) => (from === undefined ? undefined : summaryIn(state, from.parent)));
  if (from === undefined) return null;
  const title = parent === undefined ? from.parent : visibleLine(parent.dispatch.title);
  return (
    <span className="flex min-w-0 items-center gap-1 text-ink-2">
      <CornerDownRight aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
      <span className="shrink-0">{from.kind === 'fork' ? 'Rewound from' : 'Thread of'}</span>
      <button
        type="button"
        title={`${title}, event ${formatCount(from.seq)}`}
        onClick={() => drover.go({ screen: 'session', id: from.parent, tab: 'timeline', at: Math.max(1, from.seq) })}
        className="min-w-0 truncate rounded-sm text-accent hover:underline"
      >
        {title} #{formatCount(from.seq)}
      </button>
    </span>
  );
}
