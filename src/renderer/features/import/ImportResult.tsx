import { CircleCheck, CircleSlash } from 'lucide-react';
import type { ImportProgress } from '../../../shared/instant.ts';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { visibleLine } from '../../../shared/visible-text.ts';
import { gainInWords, headlineOf, progressInWords, shareDone, soFarInWords } from './import-words.ts';

/** How far an import is, or what came of it. */
export function ImportResult({ progress, cancelling }: { progress: ImportProgress; cancelling: boolean }) {
  const share = shareDone(progress);
  if (progress.state === 'running') {
    return (
      <div className="flex flex-col gap-1.5">
        <p className="font-semibold">{cancelling ? 'Stopping at the next file…' : progressInWords(progress)}</p>
        <progress aria-label="How much is imported" className="progress-bar" {...(share === null ? {} : { value: share, max: 1 })} />
        <p aria-live="off" className="machine truncate text-ink-2">
          {visibleLine(progress.current)}
        </p>
        <p className="text-ink-2">{soFarInWords(progress)}</p>
      </div>
    );
  }
  return (
    <div role="status" className="flex flex-col gap-2">
      {progress.state === 'failed' && progress.problem !== null ? (
        <ProblemView problem={progress.problem} />
      ) : (
        <p className="flex items-start gap-2 font-semibold">
          {progress.state === 'done' ? (
            <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-passed" />
          ) : (
            <CircleSlash aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-3" />
          )}
          {headlineOf(progress)}
        </p>
      )}
      {gainInWords(progress).map((line) => (
        <p key={line} className="text-ink-2">
          {line}
        </p>
      ))}
      {progress.state !== 'failed' && progress.problem !== null ? <ProblemView problem={progress.problem} tone="waiting" /> : null}
    </div>
  );
}
