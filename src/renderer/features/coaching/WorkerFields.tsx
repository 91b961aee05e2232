import type { WorkerChoice } from '../../../shared/ipc-judgment.ts';
import type { SettingsView } from '../../../shared/settings-view.ts';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { modelOptions, targetOptions } from '../spec/dispatch/dispatch-options.ts';
import { modelKey, modelOfKey } from './model-choice.ts';

interface WorkerFieldsProps {
  settings: SettingsView;
  worker: WorkerChoice;
  onWorker: (worker: WorkerChoice) => void;
}

/** Which model is tried, and where. */
export function WorkerFields({ settings, worker, onWorker }: WorkerFieldsProps) {
  return (
    <>
      <Field label="Model" className="flex-1">
        <Select
          label="Model to test"
          value={modelKey(worker)}
          options={modelOptions(settings)}
          onValue={(key) => onWorker({ ...worker, ...modelOfKey(key) })}
        />
      </Field>
      <Field label="Target" className="flex-1">
        <Select
          label="Target"
          value={worker.target}
          options={targetOptions(settings)}
          onValue={(target) => onWorker({ ...worker, target })}
        />
      </Field>
    </>
  );
}
