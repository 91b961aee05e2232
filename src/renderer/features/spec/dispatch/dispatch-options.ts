/** The models and targets of the settings, as a `Select` offers them. Pure. */
import type { SettingsView } from '../../../../shared/settings-view.ts';
import type { Option } from '../../../ui/Select.tsx';

/** The value is `provider\nmodel`: neither id has a line in it. */
export function modelOptions(settings: SettingsView): Option<string>[] {
  return settings.providers.flatMap((provider) =>
    provider.models.map((model) => ({ value: `${provider.id}\n${model.id}`, label: model.id, detail: provider.name })),
  );
}

export function targetOptions(settings: SettingsView): Option<string>[] {
  return settings.targets.map((target) => ({
    value: target.id,
    label: target.name,
    detail: target.kind === 'ssh' ? target.host : 'here',
  }));
}
