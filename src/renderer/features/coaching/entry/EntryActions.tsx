import { ArchiveRestore, CircleCheck, FlaskConical, Pencil, Scissors } from 'lucide-react';
import type { EntryRow } from '../../../../shared/coaching/entry-rows.ts';
import { Button } from '../../../ui/Button.tsx';
import type { RowActions } from '../EntryTableRow.tsx';

export type DetailActions = Pick<RowActions, 'test' | 'prune' | 'restore'>;

interface EntryActionsProps {
  row: EntryRow;
  actions: DetailActions;
  /** Null: it has no id of its own to be edited by. */
  onEdit: (() => void) | null;
  onConfirm: () => void;
}

/** What can be done with one entry. */
export function EntryActions({ row, actions, onEdit, onConfirm }: EntryActionsProps) {
  const { key, entry, untestable } = row;
  return (
    <div className="flex flex-wrap gap-2">
      {untestable === null ? (
        <>
          <Button icon={<FlaskConical />} onClick={() => actions.test(key)}>
            Test
          </Button>
          <Button icon={<CircleCheck />} onClick={onConfirm}>
            Confirm probe
          </Button>
        </>
      ) : null}
      {onEdit === null ? null : (
        <>
          <Button icon={<Pencil />} onClick={onEdit}>
            Edit
          </Button>
          {entry.archived ? (
            <Button icon={<ArchiveRestore />} onClick={() => actions.restore(key)}>
              {row.isConsidered ? 'Tell it from now on' : 'Restore'}
            </Button>
          ) : (
            <Button icon={<Scissors />} onClick={() => actions.prune(key)}>
              Prune
            </Button>
          )}
        </>
      )}
    </div>
  );
}
