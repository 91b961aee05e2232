import { ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { layoutStorage } from '../../../bridge.ts';
import type { Watched } from '../../../store/watched.ts';
import { useSessionView } from '../session-view.ts';
import { useAsked } from '../use-asked.ts';
import { LoopGrid } from './LoopGrid.tsx';
import { LoopLine } from './LoopLine.tsx';
import { loopTable } from './loop-table.ts';

const KEPT = 'session.loop';
const types = ['outcome.checked_on_base', 'span.outcome_evaluation_end', 'verdict.ended'] as const;

/** The iterations in one line: how much held at each; unfolded, a table of criteria. Nothing before the first check. */
export function LoopBar({ watched }: { watched: Watched }) {
  const view = useSessionView();
  const [open, setOpen] = useState(() => layoutStorage.getItem(KEPT) === 'open');
  const { rulings } = watched.index;
  const asked = useAsked('session.events', { session: watched.id, from: 1, types: [...types], limit: 1000 }, rulings.length);
  const events = asked.answer?.ok === true ? asked.answer.value : null;
  const table = useMemo(() => loopTable(events ?? [], watched.state), [events, watched.state]);
  if (table.columns.length === 0) return null;
  const Chevron = open ? ChevronDown : ChevronRight;
  function toggle(): void {
    layoutStorage.setItem(KEPT, open ? 'closed' : 'open');
    setOpen(!open);
  }
  return (
    <section aria-label="Iterations" className="shrink-0 border-b border-line bg-surface-1">
      <div className="flex h-8 items-center gap-1 px-2">
        <button
          type="button"
          aria-expanded={open}
          onClick={toggle}
          className="flex h-6 shrink-0 items-center gap-1 rounded-sm px-1.5 text-ink-2 outline-offset-[-2px] hover:bg-surface-3 hover:text-ink"
        >
          <Chevron aria-hidden="true" className="size-4 text-ink-3" />
          Iterations
        </button>
        {open ? null : <LoopLine columns={table.columns} onShow={(seq) => view.moveTo(seq)} onMore={toggle} />}
      </div>
      {open ? <LoopGrid table={table} onShow={(seq) => view.moveTo(seq)} /> : null}
    </section>
  );
}
