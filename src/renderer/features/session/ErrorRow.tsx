import { RotateCw } from 'lucide-react';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { useNow } from '../../ui/use-now.ts';
import { visibleLine } from '../../ui/visible-text.ts';
import type { EventOf } from './timeline-rows.ts';
import { RowLine } from './RowLine.tsx';

/** An error that is tried again is a line; one that stopped the session is a problem in three parts. */
export function ErrorRow({ event, live }: { event: EventOf<'session.error'>; live: boolean }) {
  const { retry_status: retry, problem, message } = event.error;
  const now = useNow(1000, live && retry.type === 'retrying');
  if (retry.type !== 'retrying') {
    return (
      <div className="my-2 ml-7">
        <ProblemView problem={problem} />
      </div>
    );
  }
  const left = Math.ceil((Date.parse(retry.retry_at) - now) / 1000);
  return (
    <RowLine icon={<RotateCw className="text-waiting" />} end={<span>{live && left > 0 ? `again in ${left} s` : 'tried again'}</span>}>
      <span className="shrink-0 font-semibold text-waiting">{visibleLine(problem.what)}</span>
      <span className="copyable truncate text-ink-2">{visibleLine(message)}</span>
    </RowLine>
  );
}
