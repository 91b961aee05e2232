import { useState } from 'react';
import type { SettingsView } from '../../../shared/settings-view.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';

interface RemoveDialogProps {
  open: boolean;
  what: string;
  description: string;
  onClose: () => void;
  /** The settings without it; undefined where it was refused. */
  onRemove: () => Promise<SettingsView | undefined>;
}

export function RemoveDialog({ open, what, description, onClose, onRemove }: RemoveDialogProps) {
  const drover = useDrover();
  const [busy, setBusy] = useState(false);
  async function remove(): Promise<void> {
    setBusy(true);
    const settings = await onRemove();
    setBusy(false);
    onClose();
    if (settings !== undefined) drover.store.setState({ settings });
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Remove ${what}`}
      description={description}
      onSubmit={() => void remove()}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" type="submit" busy={busy}>
            Remove
          </Button>
        </>
      }
    />
  );
}
