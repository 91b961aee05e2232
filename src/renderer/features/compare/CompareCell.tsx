import { CircleCheck, CircleX } from 'lucide-react';
import { useDrover } from '../../store/use-drover.ts';
import { EventIcon } from '../../ui/EventIcon.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import type { EventRow } from './event-row.ts';

const tones = { passed: 'text-passed', failed: 'text-failed' };

/** One event of one side; `row` undefined: on its way, null: this side has ended. */
export function CompareCell({ side, session, row }: { side: 'A' | 'B'; session: string; row: EventRow | undefined | null }) {
  const drover = useDrover();
  if (row === null) return <span />;
  if (row === undefined) return <span className="self-center px-3 text-ink-3">…</span>;
  const tone = row.outcome === null ? 'text-ink-3' : tones[row.outcome];
  return (
    <button
      type="button"
      data-side={side}
      title={`#${formatCount(row.seq)} ${row.word}`}
      onClick={() => drover.go({ screen: 'session', id: session, tab: 'timeline', at: row.seq })}
      className="flex min-w-0 items-center gap-2 px-3 text-left outline-offset-[-2px] hover:bg-surface-3"
    >
      <EventIcon name={row.icon} className={tone} />
      <span className="w-24 shrink-0 truncate text-ink-2">{row.word}</span>
      {row.outcome === null ? null : <Outcome outcome={row.outcome} />}
      <span className="machine min-w-0 flex-1 truncate">{visibleLine(row.text)}</span>
    </button>
  );
}

function Outcome({ outcome }: { outcome: 'passed' | 'failed' }) {
  const Icon = outcome === 'passed' ? CircleCheck : CircleX;
  return (
    <>
      <Icon aria-hidden="true" className={`size-3.5 shrink-0 ${tones[outcome]}`} />
      <span className="sr-only">{outcome}</span>
    </>
  );
}
