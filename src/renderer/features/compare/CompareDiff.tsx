import type { ReactNode } from 'react';
import type { InputOf } from '../../../shared/ipc.ts';
import { useAnswer } from '../../store/use-answer.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { DiffView } from '../diff/DiffView.tsx';

interface CompareDiffProps<C extends 'compare.diff' | 'session.diff'> {
  channel: C;
  input: InputOf<C>;
  /** Whose project has the files. */
  session: string;
  /** Asked again when it changes. */
  version: string;
  /** What to say where nothing differs. */
  same: string;
  /** What to say where there is nothing to compare. */
  children: ReactNode;
}

export function CompareDiff<C extends 'compare.diff' | 'session.diff'>({
  channel,
  input,
  session,
  version,
  same,
  children,
}: CompareDiffProps<C>) {
  const answer = useAnswer(channel, input, version);
  if (answer === null) return <p className="p-4 text-ink-3">Reading the changes…</p>;
  if (!answer.ok) {
    return (
      <div className="p-4">
        <ProblemView problem={answer.problem} />
      </div>
    );
  }
  if (answer.value === null) return <EmptyState title="Nothing to compare">{children}</EmptyState>;
  if (answer.value.files.length === 0) return <EmptyState title={same} />;
  return <DiffView diff={answer.value} session={session} />;
}
