import { CircleX, RotateCw } from 'lucide-react';
import { Ago } from '../../ui/Ago.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { useNow } from '../../ui/use-now.ts';
import { visibleLine } from '../../ui/visible-text.ts';
import type { EventOf } from './timeline-rows.ts';
import { RowLine } from './RowLine.tsx';
import type { RowProps } from './TimelineRow.tsx';

/** An error in one line; opened, in its three parts. What still has to be done about it stands below the timeline. */
export function ErrorRow({ event, live, open, onToggle }: { event: EventOf<'session.error'>; live: boolean } & RowProps) {
  const { retry_status: retry, problem, message } = event.error;
  const again = retry.type === 'retrying';
  const now = useNow(1000, live && again);
  const left = again ? Math.ceil((Date.parse(retry.retry_at) - now) / 1000) : 0;
  return (
    <>
      <RowLine
        icon={again ? <RotateCw className="text-waiting" /> : <CircleX className="text-failed" />}
        open={open}
        onToggle={onToggle}
        end={again ? <span>{live && left > 0 ? `again in ${left} s` : 'tried again'}</span> : <Ago at={event.processed_at} />}
      >
        <span className={`shrink-0 font-semibold ${again ? 'text-waiting' : 'text-failed'}`}>{visibleLine(problem.what)}</span>
        <span className="truncate text-ink-2">{visibleLine(message === problem.what ? problem.where : message)}</span>
      </RowLine>
      {open ? (
        <div className="py-1 pr-6 pl-7">
          <ProblemView problem={problem} tone={again ? 'waiting' : 'failed'} />
        </div>
      ) : null}
    </>
  );
}
