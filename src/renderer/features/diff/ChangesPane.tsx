import type { ReactNode } from 'react';
import type { SessionSummary } from '../../../shared/summary.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { DiffView } from './DiffView.tsx';
import { useDiff } from './use-diff.ts';

interface ChangesPaneProps {
  summary: SessionSummary;
  snapshot: string | null;
  /** A file to go to. */
  target?: { path: string } | null;
  /** In the bar above the diff. */
  actions?: ReactNode;
}

/** What the worker changed, against the base. `snapshot` is the commit that is newest now. */
export function ChangesPane({ summary, snapshot, target = null, actions }: ChangesPaneProps) {
  const answer = useDiff(summary.id, `${snapshot ?? ''} ${summary.verdict ?? ''}`);
  if (answer === null) return <p className="p-4 text-ink-3">Reading the changes…</p>;
  if (!answer.ok) {
    return (
      <div className="p-4">
        <ProblemView problem={answer.problem} />
      </div>
    );
  }
  if (answer.value === null || answer.value.files.length === 0) {
    return <EmptyState title="No changes yet">The worker’s files are saved after each call that changed them, and shown here.</EmptyState>;
  }
  return (
    <DiffView
      diff={answer.value}
      session={summary.id}
      judged={summary.imported === null && summary.dispatch.trial === undefined}
      target={target}
      actions={actions}
    />
  );
}
