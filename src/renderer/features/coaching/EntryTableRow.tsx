import { ArchiveRestore, FlaskConical, Scissors } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { EntryRow } from '../../../shared/coaching/entry-rows.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { Ago } from '../../ui/Ago.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { dueWords } from './due-words.ts';
import { EffectBar } from './EffectBar.tsx';
import { plainText, type SortColumn } from './entry-list.ts';
import type { columnsFor } from './entry-columns.ts';
import { EntryStateChip } from './EntryStateChip.tsx';

/** Of every row, in px: two lines of text. Rows out of sight are only space. */
export const ROW = 52;

export interface RowActions {
  /** Shows it in the pane; `open`: and goes there. */
  choose: (key: string, open: boolean) => void;
  mark: (key: string) => void;
  prune: (key: string) => void;
  restore: (key: string) => void;
  test: (key: string) => void;
}

interface EntryTableRowProps {
  row: EntryRow;
  /** From 0. */
  index: number;
  /** Where it stands in the list, in px. */
  start: number;
  columns: ReturnType<typeof columnsFor>;
  /** Of its grid. */
  tracks: string;
  chosen: boolean;
  marked: boolean;
  onTrial: boolean;
  smallest: number;
  /** How many entries were tested with the model: all are looked at together. */
  tested: number;
  actions: RowActions;
}

/** Drawn again only when something of it is another: scrolling brings the rows in one by one. */
export const EntryTableRow = memo(function EntryTableRow(props: EntryTableRowProps) {
  const { row, index, start, columns, tracks, chosen, marked, actions } = props;
  const { key, entry } = row;
  const words = plainText(entry.text);
  const name = entry.id ?? `line ${entry.line}`;
  return (
    <tr
      role="row"
      data-entry={key}
      aria-rowindex={index + 2}
      aria-current={chosen ? true : undefined}
      onClick={() => actions.choose(key, false)}
      style={{ height: ROW, transform: `translateY(${start}px)`, gridTemplateColumns: tracks }}
      className={`absolute inset-x-0 grid items-center border-b border-line/60 [contain:strict] hover:bg-surface-3 [&>td]:min-w-0 [&>td]:px-2 [&>td:first-child]:pl-4 [&>td:last-child]:pr-3 ${chosen ? 'bg-surface-3' : marked ? 'bg-accent-soft/60' : ''}`}
    >
      <td role="cell">
        <input
          type="checkbox"
          aria-label={`Mark ${name}`}
          checked={marked}
          onChange={() => actions.mark(key)}
          onClick={(event) => event.stopPropagation()}
          className="size-3.5 accent-(--accent)"
        />
      </td>
      {columns.map(({ column, right }) => (
        <td key={column} role="cell" className={right ? 'text-right text-ink-2' : ''}>
          {column === 'text' ? (
            <button
              type="button"
              data-open=""
              onClick={(event) => {
                event.stopPropagation();
                actions.choose(key, true);
              }}
              onFocus={() => actions.choose(key, false)}
              title={words}
              className={`line-clamp-2 max-h-10 w-full rounded-sm text-left wrap-anywhere outline-offset-[-2px] ${row.isTold || entry.archived ? '' : 'text-ink-3'}`}
            >
              {words === '' ? name : words}
            </button>
          ) : (
            <Cell column={column} {...props} />
          )}
        </td>
      ))}
      <td role="cell">
        <span className="flex justify-end" onClick={(event) => event.stopPropagation()} role="presentation">
          <RowButton
            label={`Test ${name}`}
            keys="t"
            icon={<FlaskConical />}
            disabled={row.untestable !== null}
            onClick={() => actions.test(key)}
          />
          {entry.archived ? (
            <RowButton
              label={`Restore ${name}`}
              keys="r"
              icon={<ArchiveRestore />}
              disabled={entry.id === null}
              onClick={() => actions.restore(key)}
            />
          ) : (
            <RowButton
              label={`Prune ${name}`}
              keys="p"
              icon={<Scissors />}
              disabled={entry.id === null}
              onClick={() => actions.prune(key)}
            />
          )}
        </span>
      </td>
    </tr>
  );
});

function Cell({ column, row, onTrial, smallest, tested }: EntryTableRowProps & { column: Exclude<SortColumn, 'text'> }) {
  const { record } = row;
  switch (column) {
    case 'effect':
      return <EffectBar row={row} smallest={smallest} />;
    case 'worth':
      return (
        <>
          <EntryStateChip row={row} onTrial={onTrial} />
          <span className="block truncate text-sm text-ink-3">{underState(row, onTrial, tested)}</span>
        </>
      );
    case 'pairs':
      return record === null ? '–' : formatCount(record.pairs);
    case 'tokens':
      return formatCount(row.tokens);
    case 'cost':
      return row.usdPerDispatch === null ? '–' : formatMoney(row.usdPerDispatch);
    case 'tested':
      return record?.lastAt == null ? (
        '–'
      ) : (
        <>
          <Ago at={record.lastAt} className="block truncate" />
          <span className="block truncate text-sm text-ink-3">{visibleLine(record.model)}</span>
        </>
      );
  }
}

function underState({ due, stands, state, record, entry, isTold }: EntryRow, onTrial: boolean, tested: number): string {
  if (onTrial && record !== null) return `${formatCount(record.pairs - record.running)} pairs so far`;
  if ((state === 'outgrown' || state === 'harmful' || state === 'needed') && !stands) return `not certain among ${formatCount(tested)}`;
  if (due !== null) return `due: ${dueWords[due]}`;
  return isTold || entry.archived ? '' : 'not told to this model';
}

interface RowButtonProps {
  label: string;
  keys: string;
  icon: ReactNode;
  disabled: boolean;
  onClick: () => void;
}

/** As an `IconButton`, without a tip of its own: those of a screenful of rows would be most of what scrolling costs. */
function RowButton({ label, keys, icon, disabled, onClick }: RowButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={`${label} (${keys.toUpperCase()})`}
      disabled={disabled}
      onClick={onClick}
      className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-ink-2 hover:bg-surface-3 hover:text-ink disabled:opacity-50 [&_svg]:size-4"
    >
      {icon}
    </button>
  );
}
