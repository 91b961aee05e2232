import { useState } from 'react';
import type { TargetTest } from '../../../shared/settings-view.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { visibleText } from '../../../shared/visible-text.ts';

interface UnknownHostDialogProps {
  target: string;
  host: Extract<TargetTest, { state: 'unknown_host' }>;
  onClose: () => void;
  onTrusted: () => void;
}

/** A machine seen for the first time: its fingerprint, to be compared with one that is known from elsewhere. */
export function UnknownHostDialog({ target, host, onClose, onTrusted }: UnknownHostDialogProps) {
  const drover = useDrover();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function trust(): Promise<void> {
    setBusy(true);
    const answer = await drover.ask('target.trust', { id: target, fingerprint: host.fingerprint });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    onClose();
    onTrusted();
  }
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`${visibleText(host.host)} is not known yet`}
      description="Compare this fingerprint with the one that the machine itself shows. If they differ, somebody stands between."
      onSubmit={() => void trust()}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy}>
            It is the same, trust it
          </Button>
        </>
      }
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1">
        <dt className="text-ink-3">Address</dt>
        <dd className="machine copyable">
          {visibleText(host.host)}:{host.port}
        </dd>
        <dt className="text-ink-3">Key</dt>
        <dd className="machine copyable">{visibleText(host.keyType)}</dd>
        <dt className="text-ink-3">Fingerprint</dt>
        <dd className="flex items-center gap-1">
          <span data-fingerprint className="machine copyable wrap-anywhere">
            {visibleText(host.fingerprint)}
          </span>
          <CopyButton text={host.fingerprint} label="Copy the fingerprint" />
        </dd>
      </dl>
      <div>
        <p className="text-ink-2">On the machine itself:</p>
        <p className="machine copyable mt-1 rounded-md border border-line bg-surface-2 px-3 py-1.5 wrap-anywhere">
          ssh-keygen -lf {keyFile(host.keyType)}
        </p>
      </div>
      {problem === null ? null : <ProblemView problem={problem} />}
    </Dialog>
  );
}

/** Where sshd keeps the public key of that type. */
function keyFile(keyType: string): string {
  const name = /ed25519/i.test(keyType) ? 'ed25519' : /ecdsa/i.test(keyType) ? 'ecdsa' : 'rsa';
  return `/etc/ssh/ssh_host_${name}_key.pub`;
}
