import { Sparkles } from 'lucide-react';
import { useState } from 'react';
import type { CriterionDraft } from '../../../../shared/ipc-judgment.ts';
import type { Problem } from '../../../../shared/problem.ts';
import { useApp, useDrover } from '../../../store/use-drover.ts';
import { Button } from '../../../ui/Button.tsx';
import { ProblemView } from '../../../ui/ProblemView.tsx';
import { Select } from '../../../ui/Select.tsx';
import { formatMoney } from '../../../ui/format-money.ts';
import type { Choice } from '../dispatch/dispatch-choice.ts';
import { modelOptions } from '../dispatch/dispatch-options.ts';

interface SuggestBarProps {
  project: string;
  /** The text as it is when it is asked for. */
  textNow: () => string;
  choice: Choice | null;
  onProposals: (proposals: readonly CriterionDraft[]) => void;
  onClose: () => void;
}

/** Asks a model for criteria that would prove the goal; what it proposes comes as drafts. */
export function SuggestBar({ project, textNow, choice, onProposals, onClose }: SuggestBarProps) {
  const drover = useDrover();
  const settings = useApp((state) => state.settings);
  const [model, setModel] = useState<string | null>(choice === null ? null : `${choice.provider}\n${choice.model}`);
  const [job, setJob] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [said, setSaid] = useState('');
  if (settings === null) return null;
  async function ask(): Promise<void> {
    if (model === null) return;
    const [provider = '', name = ''] = model.split('\n');
    const own = crypto.randomUUID();
    setJob(own);
    setProblem(null);
    setSaid('');
    const answer = await drover.ask('spec.suggest', { job: own, project, text: textNow(), provider, model: name });
    setJob(null);
    if (!answer.ok) return setProblem(answer.problem);
    const { drafts, costUsd } = answer.value;
    onProposals(drafts);
    setSaid(`${drafts.length === 0 ? 'Nothing that the spec does not have' : `${drafts.length} proposed`} for ${formatMoney(costUsd)}.`);
  }
  return (
    <section aria-label="Suggest criteria" className="flex flex-col gap-2 rounded-md border border-line bg-surface-1 p-3">
      <p className="text-ink-2">A model reads the goal and the repository’s own scripts and tests, and proposes what would prove it.</p>
      <div className="flex flex-wrap items-center gap-2">
        <Select label="Model that proposes" className="w-52" value={model} options={modelOptions(settings)} onValue={setModel} />
        {job === null ? (
          <>
            <Button look="primary" icon={<Sparkles />} disabled={model === null} onClick={() => void ask()}>
              Propose criteria
            </Button>
            <Button look="quiet" onClick={onClose}>
              Close
            </Button>
          </>
        ) : (
          <>
            <span role="status" className="pulse text-running">
              Reading the repository…
            </span>
            <Button onClick={() => void drover.ask('spec.cancelSuggest', { job })}>Cancel</Button>
          </>
        )}
        <span role="status" className="text-ink-2">
          {said}
        </span>
      </div>
      {problem === null ? null : <ProblemView problem={problem} tone="waiting" />}
    </section>
  );
}
