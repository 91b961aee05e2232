import { ArrowUp, Check, CircleHelp, CornerDownLeft, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { Evidence } from '../../../ui/Evidence.tsx';
import { HeldOutBadge } from '../../../ui/HeldOutBadge.tsx';
import { useWidth } from '../strip/use-width.ts';
import { fitColumns } from './fit-columns.ts';
import type { LoopCell, LoopTable } from './loop-table.ts';

/** What stands before the columns, and a column with its words or without, in px. */
const ROOM = { rest: 264, wordy: 160, terse: 76 };

/** Rows criteria, columns checks, as many as have room; pressing a cell shows its evidence below, and the event under the cursor. */
export function LoopGrid({ table, onShow }: { table: LoopTable; onShow: (seq: number) => void }) {
  const [chosen, setChosen] = useState<{ id: string; seq: number } | null>(null);
  const [all, setAll] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const fit = fitColumns(table.columns.length, { ...ROOM, width: useWidth(scroller) });
  const from = all ? 0 : fit.from;
  const columns = table.columns.slice(from);
  const row = table.rows.find(({ id }) => id === chosen?.id);
  const cell = row?.cells[table.columns.findIndex(({ seq }) => seq === chosen?.seq)] ?? null;
  return (
    <div className="flex max-h-80 flex-col">
      <div
        ref={scroller}
        role="region"
        aria-label="Iterations, criterion by criterion"
        tabIndex={0}
        className="min-h-0 overflow-auto px-3 pb-2 outline-offset-[-2px]"
      >
        <table className="border-collapse">
          <thead>
            <tr>
              <th scope="col" className="sticky left-0 z-10 bg-surface-1 pr-4 text-left text-sm font-normal text-ink-3">
                Criterion
              </th>
              {from === 0 ? null : (
                <td className="px-1 align-top">
                  <button
                    type="button"
                    onClick={() => {
                      setAll(true);
                      scroller.current?.focus();
                    }}
                    className="rounded-sm px-1.5 text-left text-ink-3 outline-offset-[-2px] hover:bg-surface-3 hover:text-ink"
                  >
                    {from} earlier
                  </button>
                </td>
              )}
              {columns.map((column) => (
                <th key={`${column.kind} ${column.seq}`} scope="col" className="px-1 text-left font-normal">
                  <button
                    type="button"
                    onClick={() => onShow(column.seq)}
                    className="flex w-full flex-col items-start rounded-sm px-1.5 text-left outline-offset-[-2px] hover:bg-surface-3"
                  >
                    <span className="font-semibold">{column.kind === 'try' ? `Try ${column.label}` : column.label}</span>
                    <span title={column.word} className={`max-w-36 truncate text-sm ${column.running ? 'text-running' : 'text-ink-3'}`}>
                      {column.held}/{column.of} {fit.terse ? '' : column.running ? 'checking' : column.word}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(({ id, title, heldOut, cells }) => (
              <tr key={id} className="border-t border-line/60">
                <th scope="row" className="sticky left-0 z-10 max-w-60 min-w-32 bg-surface-1 py-0.5 pr-4 text-left font-normal">
                  <span className="flex items-center gap-1.5">
                    <span className="truncate" title={visibleLine(title)}>
                      {visibleLine(title)}
                    </span>
                    {heldOut ? <HeldOutBadge /> : null}
                  </span>
                </th>
                {from === 0 ? null : <td />}
                {cells.slice(from).map((one, index) => {
                  const column = columns[index];
                  if (column === undefined) return null;
                  const on = chosen?.id === id && chosen.seq === column.seq;
                  return (
                    <td key={`${column.kind} ${column.seq}`} className="px-1 py-0.5">
                      {one === null ? (
                        <span className="px-1.5 text-ink-3" title="not checked there">
                          –
                        </span>
                      ) : (
                        <CellButton
                          cell={one}
                          on={on}
                          terse={fit.terse}
                          name={`${title}, ${column.kind === 'try' ? `try ${column.label}` : column.label}`}
                          onClick={() => {
                            setChosen(on ? null : { id, seq: column.seq });
                            onShow(column.seq);
                          }}
                        />
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {cell === null ? null : (
        <div
          role="region"
          aria-label="Evidence"
          tabIndex={0}
          className="max-h-36 shrink-0 overflow-auto border-t border-line p-1 outline-offset-[-2px]"
        >
          <Evidence key={`${chosen?.id} ${chosen?.seq}`} result={cell.result} opened />
        </div>
      )}
    </div>
  );
}

const turns = {
  green: ['turned green', 'bg-passed-soft'],
  back: ['turned back', 'bg-failed-soft'],
} as const;

interface CellProps {
  cell: LoopCell;
  on: boolean;
  terse: boolean;
  name: string;
  onClick: () => void;
}

function CellButton({ cell, on, terse, name, onClick }: CellProps) {
  const { result, turned } = cell;
  const [word, tone, Icon] = result.passed
    ? (['holds', 'text-passed', Check] as const)
    : result.doubt === undefined
      ? (['fails', 'text-failed', X] as const)
      : ([result.doubt, 'text-waiting', CircleHelp] as const);
  const [turn, look] = turned === null ? ['', ''] : turns[turned];
  return (
    <button
      type="button"
      aria-pressed={on}
      data-turned={turned ?? undefined}
      aria-label={`${name}: ${word}${turn === '' ? '' : `, ${turn}`}`}
      title={turn === '' ? word : turn}
      onClick={onClick}
      className={`flex h-6 items-center gap-1 rounded-sm px-1.5 text-sm whitespace-nowrap outline-offset-[-2px] hover:bg-surface-3 aria-pressed:ring-1 aria-pressed:ring-accent ${tone} ${look}`}
    >
      <Icon aria-hidden="true" className="size-3.5" strokeWidth={2.5} />
      {turned === 'back' ? <CornerDownLeft aria-hidden="true" className="size-3" /> : null}
      {terse && turned === 'green' ? <ArrowUp aria-hidden="true" className="size-3" /> : null}
      {terse ? '' : turn}
    </button>
  );
}
