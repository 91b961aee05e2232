import type { ReactNode } from 'react';
import type { Answer, Channel, Outputs } from '../../../../shared/ipc.ts';
import { ProblemView } from '../../../ui/ProblemView.tsx';
import type { Asked } from '../use-asked.ts';

/** A scrolling part of the inspector. */
export function Pane({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="region" aria-label={label} tabIndex={0} className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]">
      {children}
    </div>
  );
}

/** What was answered, the problem, or that it is on its way; the answer to the question before stays until the next is here. */
export function AnswerView<C extends Channel>({
  asked,
  waiting,
  children,
}: {
  asked: Asked<C>;
  /** E.g. `Reading the files…`. */
  waiting: string;
  children: (value: Outputs[C]) => ReactNode;
}) {
  const answer: Answer<C> | null = asked.answer;
  if (answer === null) return <p className="p-4 text-ink-3">{asked.stale ? waiting : ''}</p>;
  if (!answer.ok) {
    return (
      <div className="p-3">
        <ProblemView problem={answer.problem} />
      </div>
    );
  }
  return children(answer.value);
}
