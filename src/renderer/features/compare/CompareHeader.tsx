import { ArrowLeftRight } from 'lucide-react';
import type { SessionSummary } from '../../../shared/summary.ts';
import { useDrover } from '../../store/use-drover.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { StateChip } from '../../ui/StateChip.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { sessionState } from '../../ui/session-state.ts';
import { visibleLine } from '../../../shared/visible-text.ts';

/** Which two, and where they part. */
export function CompareHeader({ a, b, sharedSeq }: { a: SessionSummary; b: SessionSummary; sharedSeq: number | null }) {
  const drover = useDrover();
  return (
    <header className="flex shrink-0 flex-col gap-1 bg-surface-1 px-4 pt-2.5 pb-1">
      <h1 className="sr-only">Compare two sessions</h1>
      <div className="flex items-center gap-3">
        <Side name="A" summary={a} />
        <IconButton
          label="Change sides"
          icon={<ArrowLeftRight />}
          onClick={() => drover.replace({ screen: 'compare', a: b.id, b: a.id })}
        />
        <Side name="B" summary={b} />
      </div>
      <p className="min-h-5 text-ink-2">
        {sharedSeq === null
          ? ''
          : sharedSeq === 0
            ? 'They share no events; each is shown from its beginning.'
            : `They share ${formatCount(sharedSeq)} ${sharedSeq === 1 ? 'event' : 'events'} and part after #${formatCount(sharedSeq)}.`}
      </p>
    </header>
  );
}

function Side({ name, summary }: { name: 'A' | 'B'; summary: SessionSummary }) {
  const drover = useDrover();
  const { dispatch } = summary;
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2">
      <span className="rounded-sm bg-surface-3 px-1.5 font-semibold text-ink-2">{name}</span>
      <button
        type="button"
        onClick={() => drover.go({ screen: 'session', id: summary.id, tab: 'timeline' })}
        className="min-w-0 truncate rounded-sm font-semibold hover:underline"
      >
        {visibleLine(dispatch.trial === undefined ? dispatch.title : `${dispatch.trial.arm} ${dispatch.trial.entry}: ${dispatch.title}`)}
      </button>
      <StateChip state={sessionState(summary)} />
      <span className="min-w-0 shrink truncate text-ink-2">
        {visibleLine(dispatch.model)} <span className="text-ink-3">@</span> {visibleLine(dispatch.target)}
      </span>
    </div>
  );
}
