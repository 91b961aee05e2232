import { Plus, X } from 'lucide-react';
import type { SettingsView } from '../../../../shared/settings-view.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Select } from '../../../ui/Select.tsx';
import type { Choice } from './dispatch-choice.ts';
import { modelOptions, targetOptions } from './dispatch-options.ts';

interface WorkerRowsProps {
  settings: SettingsView;
  attempts: readonly Choice[];
  stopLosers: boolean;
  onAttempts: (attempts: Choice[]) => void;
  onStopLosers: (stop: boolean) => void;
}

/** As many attempts at once as the contract has room for. */
const MOST = 16;

/** Who works, and where: a row for each attempt. */
export function WorkerRows({ settings, attempts, stopLosers, onAttempts, onStopLosers }: WorkerRowsProps) {
  const many = attempts.length > 1;
  const rows: readonly (Choice | null)[] = attempts.length === 0 ? [null] : attempts;
  const target = settings.targets[0]?.id ?? '';
  return (
    <div role="group" aria-label="Workers" className="flex flex-col gap-1.5">
      <div className="flex max-h-34 flex-col gap-1.5 overflow-auto [@media(max-height:800px)]:max-h-28">
        {rows.map((choice, index) => (
          <div key={index} role="group" aria-label={`Attempt ${index + 1}`} className="flex items-end gap-2">
            <Field label={index === 0 ? 'Model' : undefined}>
              <Select
                label="Model"
                className="w-44"
                value={choice === null ? null : `${choice.provider}\n${choice.model}`}
                options={modelOptions(settings)}
                onValue={(value) => {
                  const [provider = '', model = ''] = value.split('\n');
                  onAttempts(attempts.length === 0 ? [{ target, provider, model }] : change(attempts, index, { provider, model }));
                }}
              />
            </Field>
            <Field label={index === 0 ? 'Target' : undefined}>
              <Select
                label="Target"
                className="w-36"
                value={choice?.target ?? null}
                options={targetOptions(settings)}
                onValue={(next) => onAttempts(change(attempts, index, { target: next }))}
              />
            </Field>
            {many ? (
              <IconButton
                label={`Take attempt ${index + 1} out`}
                icon={<X />}
                onClick={() => onAttempts(attempts.filter((_, at) => at !== index))}
              />
            ) : null}
          </div>
        ))}
      </div>
      <div className="flex items-center gap-3">
        <Button
          look="quiet"
          className="-ml-2"
          icon={<Plus />}
          disabled={attempts.length === 0 || attempts.length >= MOST}
          title="Several attempts at the same spec: the best one is yours to choose"
          onClick={() => onAttempts([...attempts, ...attempts.slice(-1)])}
        >
          {many ? 'Another attempt' : 'Best of several'}
        </Button>
        {many ? (
          <label className="flex items-center gap-1.5 text-ink-2">
            <input type="checkbox" checked={stopLosers} onChange={() => onStopLosers(!stopLosers)} className="size-3.5 accent-(--accent)" />
            Stop the others when one passes
          </label>
        ) : null}
      </div>
    </div>
  );
}

function change(attempts: readonly Choice[], index: number, over: Partial<Choice>): Choice[] {
  return attempts.map((attempt, at) => (at === index ? { ...attempt, ...over } : attempt));
}
