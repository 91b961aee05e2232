import { ShieldCheck, Undo2 } from 'lucide-react';
import { visibleLine } from '../../../shared/visible-text.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { prunedIds } from './prune-edits.ts';
import type { UndoStep } from './undo-stack.ts';

interface UndoBarProps {
  steps: readonly UndoStep[];
  onUndo: () => void;
  /** Tries the file as the step left it against the one before it; null: there is nothing to try it with. */
  onCheck: ((before: string) => void) | null;
}

/** The newest edit of this window, and the way back. */
export function UndoBar({ steps, onUndo, onCheck }: UndoBarProps) {
  const step = steps.at(-1);
  if (step === undefined) return null;
  return (
    <footer className="flex h-9 shrink-0 items-center gap-3 border-t border-line bg-surface-1 px-4">
      <p role="status" aria-label="Last edit" className="min-w-0 flex-1 truncate">
        {visibleLine(step.words)}
        {steps.length > 1 ? <span className="text-ink-3"> {formatCount(steps.length)} edits can be undone.</span> : null}
      </p>
      {onCheck === null || prunedIds(step.edits).length < 2 ? null : (
        <Button icon={<ShieldCheck />} onClick={() => onCheck(step.before)}>
          Check the pruned file…
        </Button>
      )}
      <Button icon={<Undo2 />} keys="u" onClick={onUndo}>
        Undo
      </Button>
    </footer>
  );
}
