import { formatCount } from '../../ui/format-count.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FileDiff } from './FileDiff.tsx';

interface PruneDialogProps {
  change: { path: string; before: string; after: string; entries: number };
  onClose: () => void;
  onPrune: () => void;
}

/** Shows what pruning several entries does to the file, before it does. */
export function PruneDialog({ change, onClose, onPrune }: PruneDialogProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={`Prune ${formatCount(change.entries)} ${change.entries === 1 ? 'entry' : 'entries'}`}
      description="They move to the archive with what trials said of them. Undo brings the file back as it is now."
      onSubmit={onPrune}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit">
            Prune
          </Button>
        </>
      }
    >
      <FileDiff path={change.path} before={change.before} after={change.after} />
    </Dialog>
  );
}
