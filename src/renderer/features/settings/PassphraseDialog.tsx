import { useState } from 'react';
import type { TargetTest } from '../../../shared/settings-view.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { TextInput } from '../../ui/TextInput.tsx';

interface PassphraseDialogProps {
  target: string;
  asked: Extract<TargetTest, { state: 'passphrase_needed' }>;
  onClose: () => void;
  onGiven: () => void;
}

/** The passphrase of a private key; it lives in memory until Drover ends. */
export function PassphraseDialog({ target, asked, onClose, onGiven }: PassphraseDialogProps) {
  const drover = useDrover();
  const [passphrase, setPassphrase] = useState('');
  const [busy, setBusy] = useState(false);
  async function give(): Promise<void> {
    setBusy(true);
    const given = await drover.call('target.passphrase', { id: target, passphrase });
    setBusy(false);
    if (given === undefined) return;
    onClose();
    onGiven();
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Passphrase of the key"
      description={<span className="machine wrap-anywhere">{asked.identityFile}</span>}
      onSubmit={() => void give()}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={passphrase === ''}>
            Use it
          </Button>
        </>
      }
    >
      {asked.problem === null ? null : <ProblemView problem={asked.problem} />}
      <Field label="Passphrase" hint="Kept in memory until Drover ends, never written.">
        <TextInput type="password" autoFocus value={passphrase} onValue={setPassphrase} />
      </Field>
    </Dialog>
  );
}
