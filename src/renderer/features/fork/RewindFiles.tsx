import { CircleCheck, CircleX, Clock } from 'lucide-react';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { visibleText } from '../../../shared/visible-text.ts';
import { filesInWords } from './rewind-plan.ts';
import type { Rewind } from './use-rewind.ts';

const icons = {
  here: <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-passed" />,
  waiting: <Clock aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-waiting" />,
  lost: <CircleX aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-failed" />,
};
const names = { here: 'here', waiting: 'not here yet', lost: 'lost' };
const shown = 5;

/** Which files the new session begins with, and whether they are to be had. */
export function RewindFiles({ files, target }: { files: Rewind['files']; target: string }) {
  if (files === null) return <p className="text-ink-3">Looking up the files of this instant…</p>;
  if (!files.ok) return <ProblemView problem={files.problem} />;
  const { text, todo } = filesInWords(files.value, target === '' ? 'the target' : target);
  const { state, leftOut } = files.value;
  return (
    <section aria-label="Files" className="flex gap-2 rounded-md border border-line bg-surface-2 p-2.5">
      {icons[state]}
      <div className="min-w-0 wrap-anywhere">
        <p>
          <span className="font-semibold">Files: {names[state]}.</span> {text}
        </p>
        {todo === null ? null : <p className="text-ink-2">{todo}</p>}
        {leftOut.length === 0 ? null : (
          <p className="text-ink-2">
            Not kept, so not in the new session:{' '}
            <span className="machine copyable">{leftOut.slice(0, shown).map(visibleText).join(', ')}</span>
            {leftOut.length > shown ? ` and ${leftOut.length - shown} more` : ''}
          </p>
        )}
      </div>
    </section>
  );
}
