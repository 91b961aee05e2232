import { X } from 'lucide-react';
import type { Ref } from 'react';
import type { EntryRow } from '../../../shared/coaching/entry-rows.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import type { DetailActions } from './entry/EntryActions.tsx';
import { EntryDetail } from './EntryDetail.tsx';

interface EntryPaneProps {
  row: EntryRow | null;
  pane: Ref<HTMLElement>;
  actions: DetailActions;
  onClose: () => void;
}

/** The pane at the right: the entry that is chosen. */
export function EntryPane({ row, pane, actions, onClose }: EntryPaneProps) {
  const name = row === null ? 'Entry' : (row.entry.id ?? `Line ${row.entry.line}`);
  return (
    <section
      ref={pane}
      tabIndex={-1}
      aria-label="Entry"
      className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface-1 outline-offset-[-2px]"
    >
      <header className="flex h-8 shrink-0 items-center gap-2 border-b border-line pr-1 pl-4">
        <h2 className="machine min-w-0 flex-1 truncate">{visibleLine(name)}</h2>
        <IconButton label="Close the entry" icon={<X />} onClick={onClose} />
      </header>
      <div
        // Another entry begins at its top.
        key={row?.key ?? ''}
        data-scroller
        className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
        tabIndex={0}
        role="region"
        aria-label="About the entry"
      >
        {row === null ? (
          <p className="p-4 text-ink-3">J and K go through the entries; this one is shown here.</p>
        ) : (
          <EntryDetail key={row.key} row={row} actions={actions} />
        )}
      </div>
    </section>
  );
}
