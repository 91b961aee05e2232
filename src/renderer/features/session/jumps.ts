/** Where the cursor goes from an event: positions from 1, null where there is nothing further. Pure. */
import type { SessionIndex } from '../../../shared/columns/session-index.ts';

/** The failure of the nearest other row. */
export function nextFailure({ rows }: SessionIndex, cursor: number, direction: 1 | -1): number | null {
  const { failures, of } = rows;
  const row = of.at(cursor - 1);
  let at = direction === 1 ? failures.below(cursor) : failures.below(cursor - 1) - 1;
  while (at >= 0 && at < failures.length && of.at(failures.at(at)) === row) at += direction;
  return at >= 0 && at < failures.length ? failures.at(at) + 1 : null;
}

/** The beginning of a turn; backwards first that of the turn that the cursor is in. */
export function nextTurn({ rows }: SessionIndex, cursor: number, direction: 1 | -1): number | null {
  const { heads, turnRows } = rows;
  const headOf = (turn: number): number => heads.at(turnRows.at(turn)) + 1;
  let [low, high] = [0, turnRows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (headOf(middle) < cursor) low = middle + 1;
    else high = middle;
  }
  // `low` turns begin before the cursor; one may begin at it.
  const next = direction === -1 ? low - 1 : low < turnRows.length && headOf(low) === cursor ? low + 1 : low;
  return next >= 0 && next < turnRows.length ? headOf(next) : null;
}

/** The nearest hit; past the last one the first again. */
export function nextHit(hits: Int32Array | null, cursor: number, direction: 1 | -1): number | null {
  if (hits === null || hits.length === 0) return null;
  const before = hitsBefore(hits, cursor);
  const next = direction === -1 ? before - 1 : hits[before] === cursor ? before + 1 : before;
  return hits[(next + hits.length) % hits.length] ?? null;
}

/** How many hits lie before the position. */
export function hitsBefore(hits: Int32Array, position: number): number {
  let [low, high] = [0, hits.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hits[middle] ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `3 of 41`: which hit the cursor is at, 0 where it is at none. */
export function hitNumber(hits: Int32Array, cursor: number): number {
  const before = hitsBefore(hits, cursor);
  return hits[before] === cursor ? before + 1 : 0;
}
