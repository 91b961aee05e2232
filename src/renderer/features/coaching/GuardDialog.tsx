import { Play } from 'lucide-react';
import { useState } from 'react';
import type { WorkerChoice } from '../../../shared/ipc-judgment.ts';
import type { TrialPlan } from '../../../shared/ipc-coaching.ts';
import type { Problem } from '../../../shared/problem.ts';
import type { SettingsView } from '../../../shared/settings-view.ts';
import { useAnswer } from '../../store/use-answer.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { NumberInput } from '../../ui/NumberInput.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { choiceMistake } from '../spec/dispatch/dispatch-choice.ts';
import { budgetFor } from './plan-sum.ts';
import { WorkerFields } from './WorkerFields.tsx';

interface GuardDialogProps {
  project: string;
  settings: SettingsView;
  worker: WorkerChoice;
  /** The file as it was before the prune. */
  before: string;
  /** Entries with a probe. */
  probed: readonly string[];
  onClose: () => void;
}

/** One pair a probe: the file as it was against the pruned one. */
export function GuardDialog({ project, settings, worker: first, before, probed, onClose }: GuardDialogProps) {
  const drover = useDrover();
  const [worker, setWorker] = useState(first);
  const [typed, setTyped] = useState<{ usd: number | undefined } | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const answer = useAnswer('coaching.plan', { project, worker, entries: [...probed] });
  const usd = answer?.ok === true ? priceOfOnePairEach(answer.value) : null;
  const budget = typed === null ? budgetFor(usd ?? 0) : typed.usd;
  const lacks = choiceMistake(settings, worker);
  const wrong = budget !== undefined && budget <= 0 ? 'More than 0, or empty for no limit' : undefined;
  async function run(): Promise<void> {
    if (lacks !== null || wrong !== undefined || busy) return;
    setBusy(true);
    setProblem(null);
    const begun = await drover.ask('coaching.guard', { project, worker, before, budgetUsd: budget ?? null });
    setBusy(false);
    if (!begun.ok) return setProblem(begun.problem);
    onClose();
  }
  const count = `${formatCount(probed.length)} ${probed.length === 1 ? 'probe' : 'probes'}`;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Check the pruned file"
      description={`One pair of runs on each of ${count}: the file as it was against the pruned one. Entries may only work together.`}
      onSubmit={() => void run()}
      buttons={
        <>
          <p className="mr-auto self-center text-ink-2">{usd === null ? 'Price not known yet' : `About ${formatMoney(usd)}`}</p>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" icon={<Play />} busy={busy} disabled={lacks !== null || wrong !== undefined}>
            Check
          </Button>
        </>
      }
    >
      <div className="flex items-start gap-3">
        <WorkerFields settings={settings} worker={worker} onWorker={setWorker} />
        <Field label="Budget, dollars" error={wrong} className="w-28">
          <NumberInput value={budget} placeholder="no limit" onValue={(next) => setTyped({ usd: next })} />
        </Field>
      </div>
      {lacks === null ? null : <p className="text-failed">{lacks}</p>}
      {problem === null ? null : <ProblemView problem={problem} />}
    </Dialog>
  );
}

/** Null where no price is known. */
function priceOfOnePairEach({ items }: TrialPlan): number | null {
  const known = items.flatMap(({ usd, pairs }) => (usd === null || pairs === 0 ? [] : [usd / pairs]));
  return known.length === 0 ? null : known.reduce((sum, usd) => sum + usd, 0);
}
