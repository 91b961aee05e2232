/** Of which models the screen can say something. Pure. */
import type { CoachingView } from '../../../shared/ipc-coaching.ts';
import type { WorkerChoice } from '../../../shared/ipc-judgment.ts';
import type { SettingsView } from '../../../shared/settings-view.ts';
import type { Option } from '../../ui/Select.tsx';
import { modelOptions } from '../spec/dispatch/dispatch-options.ts';

export interface ModelChoice {
  provider: string;
  model: string;
}

export const modelKey = ({ provider, model }: ModelChoice): string => `${provider}\n${model}`;

export function modelOfKey(key: string): ModelChoice {
  const [provider = '', model = ''] = key.split('\n');
  return { provider, model };
}

/** Those that can be dispatched to, then those that trials know from before. */
export function coachedModels(settings: SettingsView, { records }: Pick<CoachingView, 'records'>): Option<string>[] {
  const options = modelOptions(settings);
  const known = new Set(options.map(({ value }) => value));
  const gone = new Map(records.map((record) => [modelKey(record), record] as const).filter(([key]) => !known.has(key)));
  return [...options, ...[...gone].map(([value, { model, provider }]) => ({ value, label: model, detail: `${provider}, gone` }))];
}

/** The one of the newest dispatch, else the one that was tried last, else the first there is. */
export function firstModel(settings: SettingsView, { newest, records }: Pick<CoachingView, 'newest' | 'records'>): ModelChoice | null {
  const [first] = modelOptions(settings);
  return newest ?? records.at(-1) ?? (first === undefined ? null : modelOfKey(first.value));
}

/** Who a trial is begun with, before the user says otherwise. */
export function workerFor(settings: SettingsView, { provider, model }: ModelChoice, newest: CoachingView['newest']): WorkerChoice {
  const target = settings.targets.find(({ id }) => id === newest?.target) ?? settings.targets[0];
  return { provider, model, target: target?.id ?? '' };
}
