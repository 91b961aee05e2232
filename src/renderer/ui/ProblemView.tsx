import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Problem } from '../../shared/problem.ts';
import { visibleText } from '../../shared/visible-text.ts';

/** An error in three parts: what happened, to what, what to do, with the button that does it. */
export function ProblemView({ problem, action, tone = 'failed' }: { problem: Problem; action?: ReactNode; tone?: 'failed' | 'waiting' }) {
  const look = tone === 'failed' ? 'bg-failed-soft text-failed' : 'bg-waiting-soft text-waiting';
  return (
    <div role="alert" className={`flex gap-2 rounded-md p-2.5 ${look}`}>
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 wrap-anywhere">
        <p className="copyable font-semibold">{visibleText(problem.what)}</p>
        <p className="copyable mt-0.5 text-ink">
          {problem.where === '' ? null : <span className="machine text-ink-2">{visibleText(problem.where)}</span>}
        </p>
        <p className="copyable mt-0.5 text-ink">{visibleText(problem.todo)}</p>
        {action === undefined ? null : <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
      </div>
    </div>
  );
}
