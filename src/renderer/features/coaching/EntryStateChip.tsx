import { Check, CircleDashed, CircleDot, CircleHelp, CircleSlash, Scissors, TriangleAlert } from 'lucide-react';
import type { EntryRow, RowState } from '../../../shared/coaching/entry-rows.ts';

const looks: Record<RowState | 'running', { word: string; icon: typeof Check; look: string }> = {
  needed: { word: 'Needed', icon: Check, look: 'bg-passed-soft text-passed' },
  outgrown: { word: 'Outgrown', icon: Scissors, look: 'bg-waiting-soft text-waiting' },
  harmful: { word: 'Harmful', icon: TriangleAlert, look: 'bg-failed-soft text-failed' },
  unclear: { word: 'Unclear', icon: CircleHelp, look: 'bg-surface-3 text-ink-2' },
  untested: { word: 'Untested', icon: CircleDashed, look: 'bg-surface-3 text-ink-2' },
  cannot_be_tested: { word: 'Cannot be tested', icon: CircleSlash, look: 'bg-surface-3 text-ink-2' },
  running: { word: 'On trial', icon: CircleDot, look: 'bg-running-soft text-running' },
};

/** What trials say of an entry, as colour, shape and word; while it is on trial, that. */
export function EntryStateChip({ row, onTrial }: { row: EntryRow; onTrial: boolean }) {
  const shown = onTrial && (row.state === 'untested' || row.state === 'unclear') ? 'running' : row.state;
  const { word, icon: Icon, look } = looks[shown];
  return (
    <span
      data-state={row.state}
      title={row.untestable ?? undefined}
      className={`inline-flex h-5 max-w-full items-center gap-1 rounded-sm px-1.5 text-sm font-semibold whitespace-nowrap ${look}`}
    >
      <Icon aria-hidden="true" className={`size-3 shrink-0 ${shown === 'running' ? 'pulse' : ''}`} strokeWidth={2.5} />
      <span className="truncate">{word}</span>
    </span>
  );
}
