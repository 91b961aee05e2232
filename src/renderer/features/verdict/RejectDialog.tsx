import { useState } from 'react';
import type { SessionSummary } from '../../../shared/summary.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextArea } from '../../ui/TextInput.tsx';

/** Says no, and why; the log keeps it. */
export function RejectDialog({ open, onClose, summary }: { open: boolean; onClose: () => void; summary: SessionSummary }) {
  const drover = useDrover();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  async function reject(): Promise<void> {
    setBusy(true);
    const done = await drover.call('verdict.reject', { session: summary.id, reason: reason.trim() });
    setBusy(false);
    if (done !== undefined) onClose();
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Reject the result"
      description="The session and its changes stay in the log; no branch is made."
      onSubmit={() => void reject()}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" type="submit" busy={busy}>
            Reject the result
          </Button>
        </>
      }
    >
      <Field label="Reason" hint="One line is enough; it is evidence about this model and this kind of task.">
        <TextArea rows={3} value={reason} onValue={setReason} />
      </Field>
    </Dialog>
  );
}
