import { useRef } from 'react';
import { useWidth } from '../strip/use-width.ts';
import { fitColumns } from './fit-columns.ts';
import type { LoopColumn } from './loop-table.ts';

interface LoopLineProps {
  columns: readonly LoopColumn[];
  onShow: (seq: number) => void;
  /** All of them. */
  onMore: () => void;
}

/** The checks in one line, the newest with what came of it; those that have no room are in the table. */
export function LoopLine({ columns, onShow, onMore }: LoopLineProps) {
  const line = useRef<HTMLDivElement>(null);
  const { from } = fitColumns(columns.length, { width: useWidth(line), rest: 180, wordy: 76, terse: 76 });
  return (
    <div ref={line} className="flex min-w-0 flex-1 items-center gap-1 overflow-hidden">
      {from === 0 ? null : (
        <button
          type="button"
          onClick={onMore}
          className="h-6 shrink-0 rounded-sm px-1.5 text-ink-3 outline-offset-[-2px] hover:bg-surface-3 hover:text-ink"
        >
          {from} earlier
        </button>
      )}
      {columns.slice(from).map((column) => (
        <button
          key={`${column.kind} ${column.seq}`}
          type="button"
          title={column.word}
          onClick={() => onShow(column.seq)}
          className="flex h-6 shrink-0 items-center gap-1.5 rounded-sm px-1.5 outline-offset-[-2px] hover:bg-surface-3"
        >
          <span className="text-ink-3">{column.label}</span>
          <span className={`font-semibold ${toneOf(column)}`}>
            {column.held}/{column.of}
          </span>
        </button>
      ))}
      <span className="ml-1 truncate text-ink-2">{columns.at(-1)?.word}</span>
    </div>
  );
}

function toneOf({ running, passed, kind, held, of }: LoopColumn): string {
  if (running) return 'text-running';
  if (kind === 'base') return 'text-ink-2';
  if (passed) return 'text-passed';
  return held === of ? 'text-ink-2' : 'text-failed';
}
