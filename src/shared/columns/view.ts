/** What a strip shows of a session: a part of its positions (entry i lies from i to i + 1) or of its time, in milliseconds. */
import type { Columns } from './columns.ts';
import type { Axis } from './spans.ts';

export interface View {
  from: number;
  to: number;
}

/** Shown at most: ten to an entry, or a tenth of a second. */
export const LEAST: Record<Axis, number> = { position: 10, time: 100 };

/** Everything there is. Never empty, so that it can be divided by. */
export function wholeOf(columns: Columns, axis: Axis): View {
  if (axis === 'position') return { from: 0, to: Math.max(1, columns.length) };
  const from = columns.at[0] ?? 0;
  return { from, to: Math.max(from + LEAST.time, columns.length === 0 ? 0 : (columns.at[columns.length - 1] ?? 0)) };
}
