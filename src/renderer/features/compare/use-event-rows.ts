import { useCallback, useEffect, useRef, useState } from 'react';
import { useDrover } from '../../store/use-drover.ts';
import { eventRow, type EventRow } from './event-row.ts';

const PAGE = 200;
/** Pages that are kept; the list's memory does not grow with the session. */
const KEPT = 12;

export interface EventRows {
  /** The row at a place, from 0; undefined while it is on its way. */
  at(index: number): EventRow | undefined;
  /** Fetches what of these places is not here, both ends included. */
  want(from: number, to: number): void;
}

/** The events of a session from `first` on, `count` of them, by pages as they are looked at. */
export function useEventRows(session: string, first: number, count: number): EventRows {
  const drover = useDrover();
  const [pages, setPages] = useState<ReadonlyMap<number, readonly EventRow[]>>(new Map());
  /** Page -> how many rows of it were asked for: the last page is asked for again when it grew. */
  const asked = useRef(new Map<number, number>());
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);

  const want = useCallback(
    (from: number, to: number): void => {
      for (let page = Math.floor(Math.max(0, from) / PAGE); page * PAGE <= Math.min(to, count - 1); page += 1) {
        const rows = Math.min(PAGE, count - page * PAGE);
        if ((asked.current.get(page) ?? 0) >= rows) continue;
        asked.current.set(page, rows);
        void drover.ask('session.events', { session, from: first + page * PAGE, limit: rows }).then((answer) => {
          if (!alive.current) return;
          if (!answer.ok) {
            // Asked again when it is looked at again.
            asked.current.delete(page);
            return;
          }
          setPages((now) => {
            const next = new Map(now).set(page, answer.value.map(eventRow));
            const farthest = [...next.keys()].toSorted((a, b) => Math.abs(b - page) - Math.abs(a - page));
            for (const other of farthest.slice(0, Math.max(0, next.size - KEPT))) {
              next.delete(other);
              asked.current.delete(other);
            }
            return next;
          });
        });
      }
    },
    [drover, session, first, count],
  );
  return { at: (index) => pages.get(Math.floor(index / PAGE))?.[index % PAGE], want };
}
