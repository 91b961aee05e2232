import { Play } from 'lucide-react';
import { useState } from 'react';
import type { WorkerChoice } from '../../../shared/ipc-judgment.ts';
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
import { PlanItems } from './PlanItems.tsx';
import { budgetFor, planSum, type PlanSum } from './plan-sum.ts';
import { WorkerFields } from './WorkerFields.tsx';

interface PlanDialogProps {
  project: string;
  settings: SettingsView;
  /** What is asked for first. */
  worker: WorkerChoice;
  /** These alone, due or not; null: what is due. */
  entries: readonly string[] | null;
  onClose: () => void;
  /** Trials have begun. */
  onRun: (worker: WorkerChoice) => void;
}

/** What is due, what it would cost, and the button that runs it. */
export function PlanDialog({ project, settings, worker: first, entries, onClose, onRun }: PlanDialogProps) {
  const drover = useDrover();
  const [worker, setWorker] = useState(first);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [typed, setTyped] = useState<{ usd: number | undefined } | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const answer = useAnswer('coaching.plan', { project, worker, ...(entries !== null && { entries: [...entries] }) });
  const plan = answer?.ok === true ? answer.value : null;
  const sum = plan === null ? null : planSum(plan, ({ entry }) => !left.has(entry));
  const budget = typed === null ? budgetFor(sum?.usd ?? 0) : typed.usd;
  const wrong = budget !== undefined && budget <= 0 ? 'More than 0, or empty for no limit' : undefined;
  const lacks = choiceMistake(settings, worker);
  const ready = sum !== null && sum.items > 0 && wrong === undefined && lacks === null;
  async function run(): Promise<void> {
    if (plan === null || !ready || busy) return;
    setBusy(true);
    setProblem(null);
    const chosen = plan.items.flatMap(({ entry }) => (left.has(entry) ? [] : [entry]));
    const begun = await drover.ask('coaching.test', { project, kind: 'entries', worker, entries: chosen, budgetUsd: budget ?? null });
    setBusy(false);
    if (!begun.ok) return setProblem(begun.problem);
    onRun(worker);
    onClose();
  }
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={
        entries === null ? 'Test what is due' : entries.length === 1 ? 'Test this entry' : `Test ${formatCount(entries.length)} entries`
      }
      description="Pairs of runs that share everything but one entry, judged by the gate. They stop as soon as the answer is clear."
      onSubmit={() => void run()}
      buttons={
        <>
          <p aria-label="The plan in sum" className="mr-auto self-center text-ink-2">
            {sum === null ? '' : sumWords(sum)}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" icon={<Play />} busy={busy} disabled={!ready}>
            Run
          </Button>
        </>
      }
    >
      <div className="flex items-start gap-3">
        <WorkerFields settings={settings} worker={worker} onWorker={setWorker} />
        <Field label="Budget, dollars" error={wrong} className="w-32">
          <NumberInput value={budget} placeholder="no limit" onValue={(usd) => setTyped({ usd })} />
        </Field>
      </div>
      {lacks === null ? null : <p className="text-failed">{lacks}</p>}
      {problem === null ? null : <ProblemView problem={problem} />}
      {answer === null ? <p className="text-ink-3">Working out what is due…</p> : null}
      {answer?.ok === false ? <ProblemView problem={answer.problem} /> : null}
      {plan === null ? null : (
        <PlanItems
          plan={plan}
          isChosen={(entry) => !left.has(entry)}
          onChoose={(entry) =>
            setLeft((now) => {
              const next = new Set(now);
              if (!next.delete(entry)) next.add(entry);
              return next;
            })
          }
        />
      )}
    </Dialog>
  );
}

function sumWords({ items, pairs, usd, unknown, minutes }: PlanSum): string {
  if (items === 0) return 'Nothing is chosen.';
  const price = usd === 0 && unknown ? 'price not known yet' : `about ${formatMoney(usd)}${unknown ? ' and what is not known yet' : ''}`;
  const time = minutes === null ? '' : `, ${formatCount(Math.max(1, Math.round(minutes)))} min`;
  return `${formatCount(pairs)} ${pairs === 1 ? 'pair' : 'pairs'}, ${price}${time}`;
}
