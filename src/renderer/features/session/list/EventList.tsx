import { ArrowDown } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import type { Watched } from '../../../store/watched.ts';
import { useSessionView, useViewState } from '../session-view.ts';
import { EventRow } from './EventRow.tsx';
import { LiveLine } from './LiveLine.tsx';
import { RowIconShapes } from './row-icons.tsx';
import { contentHeight, ROW, rowsAt } from './scrolling.ts';
import { useFollowedCursor } from './use-followed-cursor.ts';
import { useSlots } from './use-slots.ts';
import { shownRows } from './shown-rows.ts';
import { useRowScroll } from './use-row-scroll.ts';
import { useSlices } from './use-slices.ts';

/** Rows beyond those in sight whose events are fetched too. */
const AHEAD = 12;

/** Everything that happened, a line each. Only the rows in sight exist, so that a million cost what forty do. */
export function EventList({ watched, running }: { watched: Watched; running: boolean }) {
  const view = useSessionView();
  const scroller = useRef<HTMLDivElement>(null);
  const cursor = useFollowedCursor();
  const following = useViewState((state) => state.following);
  const folded = useViewState((state) => state.folded);
  const hits = useViewState((state) => state.hits);
  const { index, slices } = watched;
  // `watched` is another object each time that the index grew.
  const shown = useMemo(() => shownRows(watched.index.rows, folded, hits), [watched, folded, hits]);
  const live = running && hits === null;
  const current = cursor === 0 ? -1 : shown.place(index.rows.of.at(cursor - 1));
  const rows = shown.length + (live ? 1 : 0);
  const { offset, height } = useRowScroll({
    scroller,
    rows,
    target: following ? rows - 1 : current,
    // A new cursor, or new rows while they are followed, bring the row into sight; scrolling away from it does not bring it back.
    occasion: following ? `end ${rows}` : `at ${cursor} ${hits === null ? '' : hits.length}`,
    onAway: () => view.follow(false),
  });
  const { first, end } = rowsAt({ rows, height }, offset);
  const slotOf = useSlots(first, end);
  useSlices(slices);
  useEffect(() => {
    slices.want(wantedSeqs(watched, shown, first, end, cursor, folded));
  }, [slices, watched, shown, first, end, cursor, folded]);

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        role="tree"
        aria-label="Events"
        aria-activedescendant={current >= first && current < end ? `row-${shown.row(current)}` : undefined}
        tabIndex={0}
        className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto outline-offset-[-2px] [overflow-anchor:none]"
      >
        <RowIconShapes />
        <div style={{ height: contentHeight({ rows, height }) }}>
          <div className="sticky top-0 overflow-hidden [contain:strict]" style={{ height }}>
            {Array.from({ length: Math.max(0, end - first) }, (_, i) => {
              const place = first + i;
              const top = place * ROW - offset;
              if (place >= shown.length) return <LiveLine key="live" watched={watched} top={top} />;
              const row = shown.row(place);
              return row < index.rows.from ? null : (
                <EventRow
                  key={slotOf(place)}
                  watched={watched}
                  row={row}
                  top={top}
                  current={place === current}
                  running={running}
                  folded={folded.has(index.rows.turns.at(row))}
                  flat={hits !== null}
                  setSize={shown.length}
                  place={place}
                />
              );
            })}
          </div>
        </div>
      </div>
      {running && !following ? (
        <button
          type="button"
          onClick={() => view.follow(true)}
          className="absolute bottom-3 left-1/2 inline-flex h-7 -translate-x-1/2 items-center gap-1 rounded-full border border-line bg-surface-2 px-3 text-sm font-semibold text-accent shadow-pop hover:border-line-strong"
        >
          Live <ArrowDown aria-hidden="true" className="size-3.5" />
        </button>
      ) : null}
    </div>
  );
}

/** Events that the rows in sight are drawn from: what each begins with, what ended it, and the first call of a folded turn. */
function wantedSeqs(
  { index }: Watched,
  shown: ReturnType<typeof shownRows>,
  first: number,
  end: number,
  cursor: number,
  folded: ReadonlySet<number>,
): number[] {
  const { rows, columns } = index;
  const seqs: number[] = cursor === 0 ? [] : [cursor];
  const add = (row: number): void => {
    if (row < rows.from) return;
    const head = rows.heads.at(row);
    seqs.push(head + 1);
    const link = columns.link[head] ?? 0;
    if (link > 0) seqs.push(link);
  };
  for (let place = first; place < Math.min(end, shown.length); place += 1) {
    const row = shown.row(place);
    add(row);
    if (rows.isTurn(row) && folded.has(rows.turns.at(row)))
      for (let inner = row + 1; inner <= row + 3 && rows.turns.at(inner) === rows.turns.at(row); inner += 1) add(inner);
  }
  for (let place = Math.max(0, first - AHEAD); place < Math.min(end + AHEAD, shown.length); place += 1) add(shown.row(place));
  return seqs;
}
