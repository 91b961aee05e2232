import { ArchiveRestore, FlaskConical, Scissors } from 'lucide-react';
import { memo } from 'react';
import type { EntryRow } from '../../../shared/coaching/entry-rows.ts';
import { Ago } from '../../ui/Ago.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { dueWords } from './due-words.ts';
import { EffectBar } from './EffectBar.tsx';
import { plainText } from './entry-list.ts';
import { EntryStateChip } from './EntryStateChip.tsx';

/** Of every row, in px: two lines of text. Rows out of sight are only space. */
export const ROW = 52;
/** Where there is little room, what the detail says as well is left to it. */
export const ROOMY = 'hidden @3xl:table-cell';
export const ROOMIEST = 'hidden @5xl:table-cell';

export interface RowActions {
  /** Shows it in the pane; `open`: and goes there. */
  choose: (key: string, open: boolean) => void;
  mark: (key: string) => void;
  prune: (key: string) => void;
  restore: (key: string) => void;
  /** Null: nothing can be tested now. */
  test: ((key: string) => void) | null;
}

interface EntryTableRowProps {
  row: EntryRow;
  /** From 0. */
  index: number;
  chosen: boolean;
  marked: boolean;
  /** A dispatch to the chosen model is told it. */
  told: boolean;
  onTrial: boolean;
  smallest: number;
  actions: RowActions;
}

/** Drawn again only when something of it is another: scrolling brings the rows in one by one. */
export const EntryTableRow = memo(function EntryTableRow(props: EntryTableRowProps) {
  const { row, index, chosen, marked, told, onTrial, smallest, actions } = props;
  const { key, entry, record } = row;
  const words = plainText(entry.text);
  const name = entry.id ?? `line ${entry.line}`;
  return (
    <tr
      data-row={index}
      data-entry={key}
      aria-rowindex={index + 2}
      aria-current={chosen ? true : undefined}
      onClick={() => actions.choose(key, false)}
      style={{ height: ROW }}
      className={`border-b border-line/60 hover:bg-surface-3 [&>td]:px-2 [&>td:first-child]:pl-4 [&>td:last-child]:pr-3 ${chosen ? 'bg-surface-3' : marked ? 'bg-accent-soft/60' : ''}`}
    >
      <td>
        <input
          type="checkbox"
          aria-label={`Mark ${name}`}
          checked={marked}
          onChange={() => actions.mark(key)}
          onClick={(event) => event.stopPropagation()}
          className="size-3.5 accent-(--accent)"
        />
      </td>
      <td>
        <button
          type="button"
          data-open=""
          onClick={(event) => {
            event.stopPropagation();
            actions.choose(key, true);
          }}
          onFocus={() => actions.choose(key, false)}
          title={words}
          className={`line-clamp-2 max-h-10 w-full rounded-sm text-left wrap-anywhere outline-offset-[-2px] ${told || entry.archived ? '' : 'text-ink-3'}`}
        >
          {words === '' ? name : words}
        </button>
      </td>
      <td>
        <EffectBar row={row} smallest={smallest} />
      </td>
      <td>
        <EntryStateChip row={row} onTrial={onTrial} />
        <span className="block truncate text-sm text-ink-3">{underState(row, told, onTrial)}</span>
      </td>
      <td className={`text-right text-ink-2 ${ROOMY}`}>{record === null ? '–' : formatCount(record.pairs)}</td>
      <td className="text-right text-ink-2">{formatCount(row.tokens)}</td>
      <td className={`text-right text-ink-2 ${ROOMIEST}`}>{row.usdPerDispatch === null ? '–' : formatMoney(row.usdPerDispatch)}</td>
      <td className={`text-right text-ink-2 ${ROOMY}`}>
        {record?.lastAt == null ? '–' : <Ago at={record.lastAt} className="block truncate" />}
        {record?.lastAt == null ? null : <span className="block truncate text-sm text-ink-3">{record.model}</span>}
      </td>
      <td>
        <span className="flex justify-end" onClick={(event) => event.stopPropagation()} role="presentation">
          <IconButton
            label={`Test ${name}`}
            keys="t"
            icon={<FlaskConical />}
            disabled={actions.test === null || row.untestable !== null}
            onClick={() => actions.test?.(key)}
          />
          {entry.archived ? (
            <IconButton
              label={`Restore ${name}`}
              keys="r"
              icon={<ArchiveRestore />}
              disabled={entry.id === null}
              onClick={() => actions.restore(key)}
            />
          ) : (
            <IconButton
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

function underState({ due, stands, state, record, entry }: EntryRow, told: boolean, onTrial: boolean): string {
  if (onTrial && record !== null) return `${formatCount(record.pairs - record.running)} pairs so far`;
  if ((state === 'outgrown' || state === 'harmful' || state === 'needed') && !stands) return 'not certain among all';
  if (due !== null) return `due: ${dueWords[due]}`;
  return told || entry.archived ? '' : 'not told to this model';
}
