import { ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { layoutStorage } from '../../../bridge.ts';
import type { Watched } from '../../../store/watched.ts';
import { useSessionView } from '../session-view.ts';
import { useAsked } from '../use-asked.ts';
import { LoopGrid } from './LoopGrid.tsx';
import { loopTable, type LoopColumn } from './loop-table.ts';

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
      <div className="flex h-8 items-center gap-1 overflow-x-auto px-2">
        <button
          type="button"
          aria-expanded={open}
          onClick={toggle}
          className="flex h-6 shrink-0 items-center gap-1 rounded-sm px-1.5 text-ink-2 outline-offset-[-2px] hover:bg-surface-3 hover:text-ink"
        >
          <Chevron aria-hidden="true" className="size-4 text-ink-3" />
          Iterations
        </button>
        {open
          ? null
          : table.columns.map((column) => (
              <button
                key={`${column.kind} ${column.seq}`}
                type="button"
                title={column.word}
                onClick={() => view.moveTo(column.seq)}
                className="flex h-6 shrink-0 items-center gap-1.5 rounded-sm px-1.5 outline-offset-[-2px] hover:bg-surface-3"
              >
                <span className="text-ink-3">{column.label}</span>
                <span className={`font-semibold ${toneOf(column)}`}>
                  {column.held}/{column.of}
                </span>
              </button>
            ))}
        {open ? null : <span className="ml-1 truncate text-ink-2">{table.columns.at(-1)?.word}</span>}
      </div>
      {open ? <LoopGrid table={table} onShow={(seq) => view.moveTo(seq)} /> : null}
    </section>
  );
}

function toneOf({ running, passed, kind, held, of }: LoopColumn): string {
  if (running) return 'text-running';
  if (kind === 'base') return 'text-ink-2';
  if (passed) return 'text-passed';
  return held === of ? 'text-ink-2' : 'text-failed';
}
