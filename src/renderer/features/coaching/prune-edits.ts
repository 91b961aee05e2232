/** Pruning as edits of the file, with what trials said of each entry. Pure. */
import type { CoachingEdit } from '../../../shared/coaching/edit-file.ts';
import type { EntryRow } from '../../../shared/coaching/entry-rows.ts';
import { evidenceLine } from '../../../shared/coaching/evidence-line.ts';
import { formatCount } from '../../ui/format-count.ts';
import { plainText } from './entry-list.ts';

/** Those that can be pruned: with an id, and not in the archive already. */
export function pruneEdits(rows: readonly EntryRow[]): CoachingEdit[] {
  return rows.flatMap(({ key, entry: { id, archived }, record }): CoachingEdit[] =>
    id === null || id !== key || archived
      ? []
      : [{ do: 'prune', id, evidence: record === null ? 'Pruned without a trial.' : evidenceLine(record) }],
  );
}

export function prunedWords(rows: readonly EntryRow[]): string {
  const [first] = rows;
  return first !== undefined && rows.length === 1 ? `Pruned ${quoted(first)}.` : `Pruned ${formatCount(rows.length)} entries.`;
}

/** The beginning of what an entry says. */
export function quoted({ entry }: Pick<EntryRow, 'entry'>): string {
  const words = plainText(entry.text);
  return `“${words.length > 60 ? `${words.slice(0, 59).trimEnd()}…` : words}”`;
}

/** The ids that a step moved to the archive. */
export function prunedIds(edits: readonly CoachingEdit[]): string[] {
  return edits.flatMap((edit) => (edit.do === 'prune' ? [edit.id] : []));
}
