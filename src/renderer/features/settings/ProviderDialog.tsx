import { useState } from 'react';
import { Provider, type ProviderModel } from '../../../shared/settings.ts';
import type { ProviderView, SettingsView } from '../../../shared/settings-view.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { ModelFields } from './ModelFields.tsx';
import { formMistakes, newId } from './form-mistakes.ts';

const newModel: ProviderModel = {
  id: '',
  prices: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  maxOutputTokens: 16_000,
  contextTokens: 200_000,
};

/** Adds a provider, or changes one (`provider`). The key goes in and never comes out. */
export function ProviderDialog({
  provider,
  settings,
  onClose,
}: {
  provider: ProviderView | null;
  settings: SettingsView;
  onClose: () => void;
}) {
  const drover = useDrover();
  const [name, setName] = useState(provider?.name ?? '');
  const [baseURL, setBaseURL] = useState(provider?.baseURL ?? 'https://api.anthropic.com');
  const [versionHeader, setVersionHeader] = useState(provider?.versionHeader ?? '');
  const [models, setModels] = useState<ProviderModel[]>(provider?.models ?? [newModel]);
  const [key, setKey] = useState('');
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const id =
    provider?.id ??
    newId(
      name,
      settings.providers.map((other) => other.id),
    );
  const value = { id, name: name.trim(), baseURL: baseURL.trim(), models, versionHeader: versionHeader.trim() };
  const mistakes = asked ? formMistakes(Provider, value) : new Map<string, string>();

  async function save(): Promise<void> {
    setAsked(true);
    const parsed = Provider.safeParse(value);
    if (!parsed.success) return;
    setBusy(true);
    const answer = await drover.ask('provider.save', { provider: parsed.data, ...(key === '' ? {} : { key }) });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    drover.store.setState({ settings: answer.value });
    onClose();
  }

  const where = settings.keyring.available
    ? 'Kept in this system’s keyring; it never comes back to this window.'
    : `Kept in memory for this run only. ${settings.keyring.reason}`;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={provider === null ? 'Add provider' : `Edit ${provider.name}`}
      onSubmit={() => void save()}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy}>
            Save
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 gap-3">
        <Field label="Name" error={mistakes.get('name') === undefined ? undefined : 'a name is needed'}>
          <TextInput value={name} autoFocus placeholder="Anthropic" onValue={setName} />
        </Field>
        <Field label="Address" error={mistakes.get('baseURL')}>
          <TextInput mono value={baseURL} onValue={setBaseURL} />
        </Field>
        <Field label="Key" hint={where}>
          <TextInput
            type="password"
            mono
            value={key}
            placeholder={provider === null || provider.key === 'none' ? '' : 'unchanged'}
            onValue={setKey}
          />
        </Field>
        <Field label="Version header" hint="Sent as anthropic-version. Empty: the SDK’s own.">
          <TextInput mono value={versionHeader} onValue={setVersionHeader} />
        </Field>
      </div>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-sm font-semibold text-ink-2">Models, with dollars per million tokens</legend>
        {models.map((model, index) => (
          <ModelFields
            key={index}
            first={index === 0}
            model={model}
            mistake={mistakes.get(`models.${index}.id`)}
            onChange={(next) => setModels(models.with(index, next))}
            onRemove={models.length === 1 ? undefined : () => setModels(models.toSpliced(index, 1))}
          />
        ))}
        <div>
          <Button onClick={() => setModels([...models, newModel])}>Add a model</Button>
        </div>
      </fieldset>
      {problem === null ? null : <ProblemView problem={problem} />}
    </Dialog>
  );
}
