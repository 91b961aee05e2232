import { useEffect, useState } from 'react';
import type { SshHost } from '../../../shared/settings-view.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Field } from '../../ui/Field.tsx';
import { NumberInput } from '../../ui/NumberInput.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextInput } from '../../ui/TextInput.tsx';

export interface SshForm {
  host: string;
  port: number;
  user: string;
  identityFile: string;
  knownHostsFile: string;
}

interface SshFieldsProps {
  form: SshForm;
  mistakes: Map<string, string>;
  onChange: (form: SshForm) => void;
  /** A host of `~/.ssh/config` was picked. */
  onPick: (alias: string) => void;
}

/** Where a machine is and as whom: picked from the SSH configuration, or typed. */
export function SshFields({ form, mistakes, onChange, onPick }: SshFieldsProps) {
  const drover = useDrover();
  const [hosts, setHosts] = useState<SshHost[]>([]);
  useEffect(() => {
    void drover.call('ssh.hosts', undefined).then((found) => setHosts(found ?? []));
  }, [drover]);
  function pick(alias: string): void {
    const host = hosts.find((candidate) => candidate.alias === alias);
    if (host === undefined) return;
    onChange({ ...form, host: host.host, port: host.port, user: host.user, identityFile: host.identityFile });
    onPick(alias);
  }
  const picked = hosts.find((host) => host.host === form.host && host.port === form.port && host.user === form.user);
  return (
    <>
      {hosts.length === 0 ? null : (
        <Field label="From ~/.ssh/config">
          <Select
            label="Host from the SSH configuration"
            value={picked?.alias ?? null}
            placeholder="Pick a host, or type below"
            options={hosts.map((host) => ({
              value: host.alias,
              label: host.alias,
              detail: `${host.user === '' ? '' : `${host.user}@`}${host.host}`,
            }))}
            onValue={pick}
          />
        </Field>
      )}
      <div className="grid grid-cols-[1fr_5rem_1fr] gap-3">
        <Field label="Host" error={mistakes.get('host')}>
          <TextInput mono value={form.host} placeholder="oak.local" onValue={(host) => onChange({ ...form, host })} />
        </Field>
        <Field label="Port" error={mistakes.get('port')}>
          <NumberInput value={form.port} onValue={(port) => onChange({ ...form, port: port ?? 22 })} />
        </Field>
        <Field label="User" error={mistakes.get('user')}>
          <TextInput mono value={form.user} onValue={(user) => onChange({ ...form, user })} />
        </Field>
      </div>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Private key" hint="A path. Empty: the SSH agent alone.">
          <TextInput
            mono
            value={form.identityFile}
            placeholder="~/.ssh/id_ed25519"
            onValue={(identityFile) => onChange({ ...form, identityFile })}
          />
        </Field>
        <Field label="Another known_hosts file" hint="Beside your own and Drover’s.">
          <TextInput mono value={form.knownHostsFile} onValue={(knownHostsFile) => onChange({ ...form, knownHostsFile })} />
        </Field>
      </div>
    </>
  );
}
