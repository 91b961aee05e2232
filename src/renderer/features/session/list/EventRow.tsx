import type { Watched } from '../../../store/watched.ts';
import { clock } from '../strip/axis.ts';
import type { Gist } from './gist.ts';
import { RowLine } from './RowLine.tsx';

interface EventRowProps {
  watched: Watched;
  row: number;
  top: number;
  current: boolean;
  running: boolean;
  folded: boolean;
  /** Among hits: not under its turn. */
  flat: boolean;
  place: number;
  setSize: number;
}

/** One row: what it begins with and what ended it, as far as that is here. */
export function EventRow({ watched, row, folded, flat, ...where }: EventRowProps) {
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
      ended={link > head + 1}
      gist={slices.gist(head + 1)}
      end={link > 0 ? slices.gist(link) : undefined}
      inner={call?.gist}
      innerEnd={call?.end}
      innerCount={turn && folded ? rowsOfTurn(watched, row) : 0}
      turn={turn ? rows.turns.at(row) : 0}
      nested={!turn && !flat && rows.turns.at(row) > 0}
      at={clock((columns.at[head] ?? 0) - (columns.at[0] ?? 0))}
      folded={folded}
      {...where}
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
