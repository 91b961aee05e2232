/** Which events a filter finds by what the columns say. Pure. */
import type { SessionIndex } from '../../../../shared/columns/session-index.ts';
import { isFailure, laneOf, type Lane } from '../../../../shared/columns/event-kinds.ts';

export interface Filter {
  text: string;
  /** Empty: all. */
  lanes: ReadonlySet<Lane>;
  failuresOnly: boolean;
}

export const noFilter: Filter = { text: '', lanes: new Set(), failuresOnly: false };

export function isFiltering({ text, lanes, failuresOnly }: Filter): boolean {
  return text.trim() !== '' || lanes.size > 0 || failuresOnly;
}

/** Positions that fit, ascending. `found`: those that have the text; null where none was asked for. */
export function hitsOf({ columns }: SessionIndex, { lanes, failuresOnly }: Filter, found: readonly number[] | null): Int32Array {
  const fits = (entry: number): boolean => {
    const lane = laneOf(columns.kind[entry] ?? 0);
    return (lanes.size === 0 || (lane !== null && lanes.has(lane))) && (!failuresOnly || isFailure(columns.flags[entry] ?? 0));
  };
  if (found !== null) return Int32Array.from(found.filter((seq) => seq <= columns.length && fits(seq - 1)));
  const hits = new Int32Array(columns.length);
  let length = 0;
  for (let entry = 0; entry < columns.length; entry += 1) if (fits(entry)) hits[length++] = entry + 1;
  return hits.slice(0, length);
}
