import { useState } from 'react';
import type { SessionSummary } from '../../../../shared/summary.ts';
import { useAnswer } from '../../../store/use-answer.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ProblemView } from '../../../ui/ProblemView.tsx';
import { EntryDialog } from './EntryDialog.tsx';
import { emptyEntry } from './use-entry-form.ts';

interface DraftDialogProps {
  summary: Pick<SessionSummary, 'id' | 'dispatch'>;
  /** Of what failed, this one alone. */
  criterion?: string | undefined;
  onClose: () => void;
}

/** An entry and its probe, drafted from what went wrong in a session. Nothing is written before it is saved. */
export function DraftDialog({ summary, criterion, onClose }: DraftDialogProps) {
  const answer = useAnswer('coaching.draft', { session: summary.id, ...(criterion !== undefined && { criterion }) });
  const [byHand, setByHand] = useState(false);
  const project = summary.dispatch.project.path;
  if (byHand) return <EntryDialog project={project} start={emptyEntry} onClose={onClose} />;
  if (answer?.ok === true) {
    const { entry, probe, source } = answer.value;
    return <EntryDialog project={project} start={{ kind: 'new', text: entry, probe, source }} onClose={onClose} />;
  }
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="New coaching entry"
      onSubmit={() => answer !== null && setByHand(true)}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={answer === null}>
            Write it by hand
          </Button>
        </>
      }
    >
      {answer === null ? <p className="text-ink-3">Drafting it from the evidence…</p> : <ProblemView problem={answer.problem} />}
    </Dialog>
  );
}
