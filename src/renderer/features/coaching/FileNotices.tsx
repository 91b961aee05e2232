import { useState } from 'react';
import { TriangleAlert } from 'lucide-react';
import type { CoachingMistake } from '../../../shared/coaching/place-entry.ts';
import type { Problem } from '../../../shared/problem.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { ProblemView } from '../../ui/ProblemView.tsx';

/** Shown before somebody asks for all of them. */
const FEW = 2;

interface FileNoticesProps {
  path: string;
  mistakes: readonly CoachingMistake[];
  problem: Problem | null;
  /** Some entry has no id, or that of another one. */
  lacksIds: boolean;
  onGiveIds: () => void;
  onRead: () => void;
}

/** What is wrong with the file, with its lines, and what can be done about it here. */
export function FileNotices({ path, mistakes, problem, lacksIds, onGiveIds, onRead }: FileNoticesProps) {
  const [all, setAll] = useState(false);
  const shown = all ? mistakes : mistakes.slice(0, FEW);
  if (problem === null && mistakes.length === 0) return null;
  return (
    <div className="flex shrink-0 flex-col gap-2 border-b border-line bg-surface-1 px-4 py-2">
      {problem === null ? null : <ProblemView problem={problem} action={<Button onClick={onRead}>Read it again</Button>} />}
      {mistakes.length === 0 ? null : (
        <section aria-label="Mistakes in the file" className="flex items-start gap-2 rounded-md bg-waiting-soft p-2">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-waiting" />
          <ul className="max-h-32 min-w-0 flex-1 overflow-auto" tabIndex={all ? 0 : undefined}>
            {shown.map(({ line, message }, index) => (
              <li key={index} className="copyable wrap-anywhere">
                <span className="machine text-ink-2">
                  {path}, line {formatCount(line)}
                </span>{' '}
                {visibleText(message)}
              </li>
            ))}
          </ul>
          {mistakes.length > FEW ? (
            <Button look="quiet" onClick={() => setAll(!all)}>
              {all ? 'Show fewer' : `Show all ${formatCount(mistakes.length)}`}
            </Button>
          ) : null}
          {lacksIds ? <Button onClick={onGiveIds}>Give ids</Button> : null}
        </section>
      )}
    </div>
  );
}
