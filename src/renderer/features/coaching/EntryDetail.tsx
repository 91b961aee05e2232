import type { EntryRow } from '../../../shared/coaching/entry-rows.ts';
import { Markdown } from '../../ui/Markdown.tsx';
import { EntryStateChip } from './EntryStateChip.tsx';

/** One entry: its words and what trials say of it. */
export function EntryDetail({ row }: { row: EntryRow }) {
  return (
    <div className="flex flex-col gap-3 p-4">
      <EntryStateChip row={row} onTrial={false} />
      <Markdown text={row.entry.text} />
      {row.untestable === null ? null : <p className="text-ink-2">{row.untestable}</p>}
    </div>
  );
}
