import { ArchiveRestore, CircleCheck, Pencil, Scissors } from 'lucide-react';
import type { EntryRow } from '../../../../shared/coaching/entry-rows.ts';
import { evidenceLine } from '../../../../shared/coaching/evidence-line.ts';
import { Button } from '../../../ui/Button.tsx';
import { useCoaching } from '../coaching-context.ts';

interface EntryActionsProps {
  row: EntryRow;
  /** Null: it has no id of its own to be edited by. */
  onEdit: (() => void) | null;
  onConfirm: () => void;
}

/** What can be done with one entry. */
export function EntryActions({ row, onEdit, onConfirm }: EntryActionsProps) {
  const { desk } = useCoaching();
  const { entry, record, probe } = row;
  const { id } = entry;
  return (
    <div className="flex flex-wrap gap-2">
      {probe === null || probe.problem !== null || onEdit === null ? null : (
        <Button icon={<CircleCheck />} onClick={onConfirm}>
          Confirm probe
        </Button>
      )}
      {onEdit === null ? null : (
        <Button icon={<Pencil />} onClick={onEdit}>
          Edit
        </Button>
      )}
      {id === null || onEdit === null ? null : entry.archived ? (
        <Button
          icon={<ArchiveRestore />}
          onClick={() => void desk.edit([{ do: 'restore', id }], row.isConsidered ? `“${id}” is told from now on.` : `Restored “${id}”.`)}
        >
          {row.isConsidered ? 'Tell it from now on' : 'Restore'}
        </Button>
      ) : (
        <Button
          icon={<Scissors />}
          onClick={() =>
            void desk.edit(
              [{ do: 'prune', id, evidence: record === null ? 'Pruned without a trial.' : evidenceLine(record) }],
              `Pruned “${id}”.`,
            )
          }
        >
          Prune
        </Button>
      )}
    </div>
  );
}
