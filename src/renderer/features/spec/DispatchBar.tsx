import { Send } from 'lucide-react';
import type { ProjectInfo } from '../../../shared/project.ts';
import type { Budget, SpecMistake } from '../../../shared/spec.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { NumberInput } from '../../ui/NumberInput.tsx';
import { Select } from '../../ui/Select.tsx';
import { choiceMistake, type Choice } from './dispatch-choice.ts';
import { modelOptions, targetOptions } from './dispatch-options.ts';
import { editCards, fieldMistakes, type SpecDraft } from './spec-draft.ts';

interface DispatchBarProps {
  draft: SpecDraft;
  mistakes: readonly SpecMistake[];
  choice: Choice | null;
  project: ProjectInfo | undefined;
  busy: boolean;
  onChoice: (choice: Choice) => void;
  onChange: (draft: SpecDraft) => void;
  onDispatch: () => void;
}

/** With which model, where, within which limits; and the button that starts it. */
export function DispatchBar({ draft, mistakes, choice, project, busy, onChoice, onChange, onDispatch }: DispatchBarProps) {
  const drover = useDrover();
  const settings = useApp((state) => state.settings);
  if (settings === null) return null;
  const { cards } = draft;
  const lacks = choiceMistake(settings, choice);
  const setBudget = (change: Partial<Budget>): void => {
    if (cards !== null) onChange(editCards(draft, { ...cards, budget: { ...cards.budget, ...change } }));
  };
  return (
    <footer className="flex shrink-0 flex-col gap-2 border-t border-line bg-surface-1 px-4 py-3">
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Model">
          <Select
            label="Model"
            className="w-52"
            value={choice === null ? null : `${choice.provider}\n${choice.model}`}
            options={modelOptions(settings)}
            onValue={(value) => {
              const [provider = '', model = ''] = value.split('\n');
              onChoice({ target: settings.targets[0]?.id ?? '', ...choice, provider, model });
            }}
          />
        </Field>
        <Field label="Target">
          <Select
            label="Target"
            className="w-40"
            value={choice?.target ?? null}
            options={targetOptions(settings)}
            onValue={(target) => choice !== null && onChoice({ ...choice, target })}
          />
        </Field>
        {cards === null ? null : (
          <>
            <Field label="Minutes" className="w-16">
              <NumberInput value={cards.budget.minutes} onValue={(minutes) => minutes !== undefined && setBudget({ minutes })} />
            </Field>
            <Field label="Tries" className="w-14">
              <NumberInput
                value={cards.budget.iterations}
                onValue={(iterations) => iterations !== undefined && setBudget({ iterations })}
              />
            </Field>
            <Field label="Dollars" className="w-20">
              <NumberInput placeholder="no limit" value={cards.budget.usd} onValue={(usd) => setBudget({ usd })} />
            </Field>
          </>
        )}
        <div className="ml-auto">
          <Button
            look="primary"
            icon={<Send />}
            keys="mod+Enter"
            busy={busy}
            disabled={lacks !== null || (draft.view === 'file' && mistakes.length > 0)}
            onClick={onDispatch}
          >
            Dispatch
          </Button>
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 text-ink-2">
        {project !== undefined && project.uncommittedChanges > 0 ? (
          <p className="text-waiting">
            Dispatched from HEAD <span className="machine">{project.head.slice(0, 10)}</span>; {project.uncommittedChanges}{' '}
            {project.uncommittedChanges === 1 ? 'uncommitted change is' : 'uncommitted changes are'} left out.
          </p>
        ) : project === undefined ? null : (
          <p>
            Dispatched from HEAD <span className="machine">{project.head.slice(0, 10)}</span>
            {project.branch === null ? '' : ` (${project.branch})`}.
          </p>
        )}
        {draft.asked && mistakes.length > 0 && draft.view === 'cards' && cards !== null ? (
          <p role="alert" className="text-failed">
            {fieldMistakes(cards).size > 0 ? 'Fill in what is marked, then dispatch.' : mistakes[0]?.message}
          </p>
        ) : null}
        {lacks === null ? null : (
          <p className="flex items-center gap-2 text-failed">
            {lacks}
            <Button onClick={() => drover.go({ screen: 'settings', section: 'providers' })}>Open settings</Button>
          </p>
        )}
      </div>
    </footer>
  );
}
