import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { SettingsView } from '../../../shared/settings-view.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { SettingsHead } from './SettingsHead.tsx';

const themes: { value: SettingsView['theme']; label: string; detail: string }[] = [
  { value: 'system', label: 'System', detail: 'follows this computer' },
  { value: 'light', label: 'Light', detail: '' },
  { value: 'dark', label: 'Dark', detail: '' },
];

export function Appearance({ theme }: { theme: SettingsView['theme'] }) {
  const drover = useDrover();
  const settings = useApp((state) => state.settings);
  async function choose(next: SettingsView['theme']): Promise<void> {
    const done = await drover.call('settings.theme', { theme: next });
    if (done !== undefined && settings !== null) drover.store.setState({ settings: { ...settings, theme: next } });
  }
  return (
    <>
      <SettingsHead title="Appearance">Colours follow the theme everywhere, a command’s output included.</SettingsHead>
      <RadioGroup
        aria-label="Theme"
        value={theme}
        onValueChange={(next) => {
          const chosen = themes.find((candidate) => candidate.value === next);
          if (chosen !== undefined) void choose(chosen.value);
        }}
        className="flex flex-col gap-1"
      >
        {themes.map(({ value, label, detail }) => (
          <label key={value} className="flex h-8 items-center gap-2">
            <Radio.Root
              value={value}
              className="flex size-4 items-center justify-center rounded-full border border-line-strong bg-surface-2 data-checked:border-accent"
            >
              <Radio.Indicator className="size-2 rounded-full bg-accent" />
            </Radio.Root>
            {label} <span className="text-ink-3">{detail}</span>
          </label>
        ))}
      </RadioGroup>
    </>
  );
}
