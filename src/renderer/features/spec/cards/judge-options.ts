/** Who can answer a rubric, as a `Select` offers it. Pure. */
import type { SettingsView } from '../../../../shared/settings-view.ts';
import type { Option } from '../../../ui/Select.tsx';
import { modelOptions } from '../dispatch/dispatch-options.ts';

/** As it stands in the text; empty where it is left out. */
export interface Judge {
  provider: string;
  model: string;
}

/** The value of a choice, `provider\nmodel`; of neither it is the session's own. */
export function valueOfJudge({ provider, model }: Judge): string {
  return `${provider}\n${model}`;
}

/** Undefined: the session's own. */
export function judgeOfValue(value: string): Judge | undefined {
  const [provider = '', model = ''] = value.split('\n');
  return provider === '' && model === '' ? undefined : { provider, model };
}

/** The session's own first, then what the settings have; what is written and they do not have stays a choice. */
export function judgeOptions(settings: SettingsView, written: Judge): Option<string>[] {
  const own = { value: valueOfJudge({ provider: '', model: '' }), label: 'the session’s model' };
  const known = [own, ...modelOptions(settings)];
  const value = valueOfJudge(written);
  if (known.some((option) => option.value === value)) return known;
  const label = written.model === '' ? `a model of ${written.provider}` : written.model;
  return [...known, { value, label, detail: 'not in the settings' }];
}
