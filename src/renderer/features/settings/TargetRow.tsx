import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SettingsView, TargetTest } from '../../../shared/settings-view.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { SettingsRow } from './SettingsRow.tsx';
import { TargetReportView } from './TargetReportView.tsx';
import { UnknownHostDialog } from './UnknownHostDialog.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';

type Target = SettingsView['targets'][number];

export function TargetRow({ target, onEdit }: { target: Target; onEdit: () => void }) {
  const drover = useDrover();
  const [test, setTest] = useState<TargetTest | null>(null);
  const [busy, setBusy] = useState(false);
  const [removing, setRemoving] = useState(false);
  async function run(): Promise<void> {
    setBusy(true);
    const answer = await drover.ask('target.test', { id: target.id });
    setBusy(false);
    setTest(answer.ok ? answer.value : { state: 'failed', problem: answer.problem, facts: null });
  }
  return (
    <SettingsRow
      name={target.name}
      aside={target.isolation === 'none' ? <span className="text-sm font-normal text-waiting">not isolated</span> : undefined}
      detail={
        target.kind === 'local' ? (
          'Sandboxes on this machine'
        ) : (
          <span className="machine">{`${target.user}@${target.host}${target.port === 22 ? '' : `:${target.port}`}`}</span>
        )
      }
      actions={
        <>
          <Button busy={busy} onClick={() => void run()}>
            Test connection
          </Button>
          <IconButton label={`Edit ${target.name}`} icon={<Pencil />} onClick={onEdit} />
          {target.builtIn ? null : <IconButton label={`Remove ${target.name}`} icon={<Trash2 />} onClick={() => setRemoving(true)} />}
        </>
      }
    >
      {test?.state === 'ok' ? <TargetReportView report={test.report} /> : null}
      {test?.state === 'failed' ? (
        <div className="mt-2">
          <ProblemView problem={test.problem} action={<Button onClick={onEdit}>Edit the target</Button>} />
        </div>
      ) : null}
      {test?.state === 'unknown_host' ? (
        <UnknownHostDialog target={target.id} host={test} onClose={() => setTest(null)} onTrusted={() => void run()} />
      ) : null}
      {test?.state === 'passphrase_needed' ? (
        <PassphraseDialog target={target.id} asked={test} onClose={() => setTest(null)} onGiven={() => void run()} />
      ) : null}
      <RemoveDialog
        open={removing}
        what={target.name}
        description="Drover forgets the machine. Nothing on it is touched, sandboxes that are still there included."
        onClose={() => setRemoving(false)}
        onRemove={() => drover.call('target.remove', { id: target.id })}
      />
    </SettingsRow>
  );
}
