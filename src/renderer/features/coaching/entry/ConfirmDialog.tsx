import { Play } from 'lucide-react';
import { useState } from 'react';
import type { WorkerChoice } from '../../../../shared/ipc-judgment.ts';
import type { Problem } from '../../../../shared/problem.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { useApp, useDrover } from '../../../store/use-drover.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field } from '../../../ui/Field.tsx';
import { NumberInput } from '../../../ui/NumberInput.tsx';
import { ProblemView } from '../../../ui/ProblemView.tsx';
import { choiceMistake, firstChoice } from '../../spec/dispatch/dispatch-choice.ts';
import { WorkerFields } from '../WorkerFields.tsx';

/** US dollars, before the user says otherwise: one run of a small spec. */
const BUDGET = 1;

interface ConfirmDialogProps {
  project: string;
  entry: string;
  /** Asked for first; without it the newest dispatch's. */
  worker?: WorkerChoice;
  /** It has just been saved. */
  isNew?: boolean;
  onClose: () => void;
}

/** Runs the probe once without its entry: a model that passes all the same needs no telling. */
export function ConfirmDialog({ project, entry, worker: first, isNew = false, onClose }: ConfirmDialogProps) {
  const drover = useDrover();
  const settings = useApp((state) => state.settings);
  const [picked, setPicked] = useState<WorkerChoice | null>(first ?? null);
  const [budget, setBudget] = useState<number | undefined>(BUDGET);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const worker = picked ?? (settings === null ? null : firstChoice(settings, Object.values(drover.store.getState().summaries)));
  const lacks = settings === null ? null : choiceMistake(settings, worker);
  const wrong = budget !== undefined && budget <= 0 ? 'More than 0, or empty for no limit' : undefined;
  async function confirm(): Promise<void> {
    if (worker === null || lacks !== null || wrong !== undefined || busy) return;
    setBusy(true);
    setProblem(null);
    const begun = await drover.ask('coaching.test', { project, kind: 'confirm', worker, entries: [entry], budgetUsd: budget ?? null });
    setBusy(false);
    if (!begun.ok) return setProblem(begun.problem);
    onClose();
    drover.go({ screen: 'coaching', project, entry });
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={isNew ? 'Saved. Confirm the probe?' : 'Confirm the probe'}
      description={`Runs the probe of ${visibleLine(entry)} once without the entry. If the model already passes without it, the entry is told apart at birth: this model does not need it.`}
      onSubmit={() => void confirm()}
      buttons={
        <>
          <Button onClick={onClose}>{isNew ? 'Not now' : 'Cancel'}</Button>
          <Button look="primary" type="submit" icon={<Play />} busy={busy} disabled={lacks !== null || wrong !== undefined}>
            Confirm
          </Button>
        </>
      }
    >
      {settings === null || worker === null ? null : (
        <div className="flex items-start gap-3">
          <WorkerFields settings={settings} worker={worker} onWorker={setPicked} />
          <Field label="Budget, dollars" error={wrong} className="w-28">
            <NumberInput value={budget} placeholder="no limit" onValue={setBudget} />
          </Field>
        </div>
      )}
      {lacks === null ? null : <p className="text-failed">{lacks}</p>}
      {problem === null ? null : <ProblemView problem={problem} />}
    </Dialog>
  );
}
