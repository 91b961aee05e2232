import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { newSpecIn } from '../../app/new-spec.ts';
import { useKeys } from '../../app/use-keys.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { SessionTableRow } from './SessionTableRow.tsx';
import { sessionList, type Sort, type SortColumn } from './session-list.ts';

const columns: { column: SortColumn; label: string; className: string }[] = [
  { column: 'title', label: 'Session', className: '' },
  { column: 'state', label: 'State', className: 'w-40' },
  { column: 'project', label: 'Project', className: 'w-32 max-[1180px]:hidden' },
  { column: 'model', label: 'Model', className: 'w-36' },
  { column: 'target', label: 'Target', className: 'w-28' },
  { column: 'tries', label: 'Tries', className: 'w-16 text-right max-[1180px]:hidden' },
  { column: 'cost', label: 'Cost', className: 'w-20 text-right' },
  { column: 'updated', label: 'Changed', className: 'w-28 text-right' },
];

/** Columns whose first click puts the newest or the largest on top. */
const largestFirst: ReadonlySet<SortColumn> = new Set(['tries', 'cost', 'updated']);

/** Every session there is, sorted and filtered. */
export function SessionsScreen() {
  const drover = useDrover();
  const summaries = useApp((state) => state.summaries);
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<Sort>({ column: 'updated', down: true });
  const [current, setCurrent] = useState(0);
  const table = useRef<HTMLTableElement>(null);
  const input = useRef<HTMLDivElement>(null);
  const list = useMemo(() => sessionList(Object.values(summaries), filter, sort), [summaries, filter, sort]);
  function step(by: number): void {
    const next = Math.max(0, Math.min(list.length - 1, current + by));
    setCurrent(next);
    table.current?.querySelectorAll<HTMLElement>('tbody button')[next]?.focus();
  }
  useKeys({
    j: () => step(document.activeElement?.closest('tbody') == null ? 0 : 1),
    k: () => step(-1),
    '/': () => input.current?.querySelector('input')?.focus(),
  });
  const count = Object.keys(summaries).length;
  return (
    <Screen
      label="Sessions"
      title={
        <>
          Sessions <span className="text-base font-normal text-ink-3">{list.length === count ? count : `${list.length} of ${count}`}</span>
        </>
      }
      actions={
        <div ref={input} className="w-64">
          <TextInput aria-label="Filter sessions" placeholder="Filter by title, project, model, state" value={filter} onValue={setFilter} />
        </div>
      }
    >
      {count === 0 ? (
        <EmptyState title="No sessions yet" action={<Button onClick={() => void newSpecIn(drover)}>New spec</Button>}>
          Dispatch a spec, and its session stands here for good.
        </EmptyState>
      ) : list.length === 0 ? (
        <EmptyState title="No session fits the filter" action={<Button onClick={() => setFilter('')}>Show all</Button>} />
      ) : (
        <div className="min-h-0 flex-1 overflow-auto">
          <table ref={table} className="w-full min-w-[800px] table-fixed border-collapse text-left">
            <thead className="sticky top-0 z-10 bg-surface-0">
              <tr>
                {columns.map(({ column, label, className }) => (
                  <th
                    key={column}
                    scope="col"
                    aria-sort={sort.column !== column ? 'none' : sort.down ? 'descending' : 'ascending'}
                    className={`border-b border-line px-2 py-0 font-normal first:pl-4 last:pr-4 ${className}`}
                  >
                    <button
                      type="button"
                      onClick={() => setSort({ column, down: sort.column === column ? !sort.down : largestFirst.has(column) })}
                      className="inline-flex h-8 items-center gap-1 rounded-sm text-sm text-ink-2 hover:text-ink"
                    >
                      {label}
                      {sort.column !== column ? null : sort.down ? (
                        <ArrowDown aria-hidden="true" className="size-3" />
                      ) : (
                        <ArrowUp aria-hidden="true" className="size-3" />
                      )}
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.map((summary, index) => (
                <SessionTableRow key={summary.id} summary={summary} onFocus={() => setCurrent(index)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Screen>
  );
}
