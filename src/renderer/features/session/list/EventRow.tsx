import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import type { Watched } from '../../../store/watched.ts';
import { clock } from '../strip/axis.ts';
import { useSessionView } from '../session-view.ts';
import type { Gist } from './gist.ts';
import { RowWords } from './RowWords.tsx';
import { ROW } from './scrolling.ts';
import { TurnWords } from './TurnWords.tsx';

interface EventRowProps {
  watched: Watched;
  row: number;
  top: number;
  current: boolean;
  folded: boolean;
  /** Among hits: not under its turn. */
  flat: boolean;
  place: number;
  setSize: number;
}

/** One row: what it begins with and what ended it. Drawn again only where one of those is another. */
export function EventRow({ watched, row, top, current, folded, flat, place, setSize }: EventRowProps) {
  const { index, slices } = watched;
  const { rows, columns } = index;
  const head = rows.heads.at(row);
  const link = columns.link[head] ?? 0;
  const turn = rows.isTurn(row);
  const call = turn && folded ? firstCall(watched, row) : null;
  return (
    <RowLine
      row={row}
      head={head}
      kind={columns.kind[head] ?? 0}
      flags={(columns.flags[head] ?? 0) | (link > 0 ? (columns.flags[link - 1] ?? 0) : 0)}
      ended={link > head + 1}
      gist={slices.gist(head + 1)}
      end={link > 0 ? slices.gist(link) : undefined}
      inner={call?.gist}
      innerEnd={call?.end}
      innerCount={turn && folded ? rowsOfTurn(watched, row) : 0}
      turn={turn ? rows.turns.at(row) : 0}
      nested={!turn && !flat && rows.turns.at(row) > 0}
      at={clock((columns.at[head] ?? 0) - (columns.at[0] ?? 0))}
      top={top}
      current={current}
      folded={folded}
      place={place}
      setSize={setSize}
    />
  );
}

function firstCall({ index, slices }: Watched, row: number): { gist: Gist; end: Gist | undefined } | null {
  const { rows, columns } = index;
  for (let inner = row + 1; inner <= row + 3 && rows.turns.at(inner) === rows.turns.at(row); inner += 1) {
    const head = rows.heads.at(inner);
    const gist = slices.gist(head + 1);
    if (gist?.kind === 'call') return { gist, end: slices.gist(columns.link[head] ?? 0) };
  }
  return null;
}

function rowsOfTurn({ index: { rows } }: Watched, row: number): number {
  const next = rows.turnRows.at(rows.turns.at(row));
  return Math.max(0, (next === 0 ? rows.length : next) - row - 1);
}

export interface RowLineProps {
  row: number;
  /** The entry that it begins with. */
  head: number;
  kind: number;
  flags: number;
  ended: boolean;
  gist: Gist | undefined;
  end: Gist | undefined;
  /** Of a folded turn: its first call. */
  inner: Gist | undefined;
  innerEnd: Gist | undefined;
  innerCount: number;
  /** The turn's number where the row begins one, else 0. */
  turn: number;
  nested: boolean;
  at: string;
  top: number;
  current: boolean;
  folded: boolean;
  place: number;
  setSize: number;
}

const RowLine = memo(function RowLine(props: RowLineProps) {
  const view = useSessionView();
  const { row, head, turn, nested, at, top, current, folded, place, setSize } = props;
  const Chevron = folded ? ChevronRight : ChevronDown;
  return (
    // The keys of rows are those of the whole screen: the tree has the focus, not its rows.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`row-${row}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={nested ? 2 : 1}
      aria-posinset={place + 1}
      aria-setsize={setSize}
      aria-selected={current}
      aria-expanded={turn > 0 ? !folded : undefined}
      data-seq={head + 1}
      onClick={() => view.moveTo(head + 1)}
      className={`absolute inset-x-0 flex items-center gap-2 pr-3 whitespace-nowrap ${turn > 0 ? 'border-t border-line pl-1 font-semibold' : nested ? 'pl-7' : 'pl-7'} ${current ? 'bg-accent-soft shadow-[inset_2px_0_0_var(--accent)]' : 'hover:bg-surface-3'}`}
      style={{ top, height: ROW }}
    >
      {turn > 0 ? (
        <>
          <button
            type="button"
            tabIndex={-1}
            aria-label={folded ? `Unfold turn ${turn}` : `Fold turn ${turn}`}
            onClick={(event) => {
              event.stopPropagation();
              view.fold(turn);
            }}
            className="flex size-5 shrink-0 items-center justify-center rounded-sm text-ink-3 hover:bg-line"
          >
            <Chevron aria-hidden="true" className="size-3.5" />
          </button>
          <TurnWords {...props} />
        </>
      ) : (
        <RowWords {...props} />
      )}
      <span className="w-13 shrink-0 text-right text-sm font-normal text-ink-3">{at}</span>
    </div>
  );
});
