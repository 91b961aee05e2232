import { useState } from 'react';
import type { SettingsView } from '../../../shared/settings-view.ts';
import type { Problem } from '../../../shared/problem.ts';
import { TargetSettings } from '../../../shared/settings.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea, TextInput } from '../../ui/TextInput.tsx';
import { SshFields, type SshForm } from './SshFields.tsx';
import { formMistakes, newId } from './form-mistakes.ts';

const newSsh: SshForm = { host: '', port: 22, user: '', identityFile: '', knownHostsFile: '' };

/** Adds a machine over SSH, or changes a target. */
export function TargetDialog({
  target,
  settings,
  onClose,
}: {
  target: SettingsView['targets'][number] | null;
  settings: SettingsView;
  onClose: () => void;
}) {
  const drover = useDrover();
  const [name, setName] = useState(target?.name ?? '');
  const [isolation, setIsolation] = useState(target?.isolation ?? 'bubblewrap');
  const [toolPaths, setToolPaths] = useState(target?.toolPaths.join('\n') ?? '');
  const [ssh, setSsh] = useState<SshForm>(target?.kind === 'ssh' ? target : newSsh);
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const local = target?.kind === 'local';
  const common = {
    id:
      target?.id ??
      newId(
        name === '' ? ssh.host : name,
        settings.targets.map((other) => other.id),
      ),
    name: name.trim() === '' ? ssh.host.trim() : name.trim(),
    isolation,
    toolPaths: toolPaths
      .split('\n')
      .map((path) => path.trim())
      .filter((path) => path !== ''),
  };
  const { host, port, user, identityFile, knownHostsFile } = ssh;
  const value = local
    ? { kind: 'local', ...common }
    : {
        kind: 'ssh',
        ...common,
        host: host.trim(),
        port,
        user: user.trim(),
        identityFile: identityFile.trim(),
        knownHostsFile: knownHostsFile.trim(),
      };
  const mistakes = asked ? formMistakes(TargetSettings, value) : new Map<string, string>();

  async function save(): Promise<void> {
    setAsked(true);
    const parsed = TargetSettings.safeParse(value);
    if (!parsed.success) return;
    setBusy(true);
    const answer = await drover.ask('target.save', { target: parsed.data });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    drover.store.setState({ settings: answer.value });
    onClose();
  }

  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={target === null ? 'Add target' : `Edit ${target.name}`}
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
      {local ? null : <SshFields form={ssh} mistakes={mistakes} onChange={setSsh} onPick={(alias) => name === '' && setName(alias)} />}
      <div className="grid grid-cols-2 gap-3">
        <Field label="Name" error={mistakes.get('name') === undefined ? undefined : 'a name is needed'}>
          <TextInput value={name} placeholder={ssh.host === '' ? 'oak-arm' : ssh.host} onValue={setName} />
        </Field>
        <Field
          label="Isolation"
          {...(isolation === 'none'
            ? { hint: <span className="text-waiting">Workers can read and change everything this user can.</span> }
            : {})}
        >
          <Select
            label="Isolation"
            value={isolation}
            options={[
              { value: 'bubblewrap', label: 'bubblewrap', detail: 'no network, own file system' },
              { value: 'none', label: 'none', detail: 'on purpose, at your risk' },
            ]}
            onValue={setIsolation}
          />
        </Field>
      </div>
      <Field label="Tool folders" hint="One a line, e.g. ~/.nvm/versions/node/v22. Mounted read-only, their bin on the PATH.">
        <TextArea mono rows={2} value={toolPaths} onValue={setToolPaths} />
      </Field>
      {problem === null ? null : <ProblemView problem={problem} />}
    </Dialog>
  );
}
