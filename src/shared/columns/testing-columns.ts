/** Columns for tests, an entry a line: type, and what differs from nothing. */
import type { EventType } from '../events.ts';
import { appendEntry, noColumns, type ColumnEntry, type Columns } from './columns.ts';
import { kindNumber } from './event-kinds.ts';
import { SessionIndex } from './session-index.ts';

export type Line = [type: EventType | 'unknown', entry?: Partial<Omit<ColumnEntry, 'kind'>>];

/** One second apart unless a line says otherwise. */
export function columnsFrom(lines: readonly Line[]): Columns {
  const columns = noColumns();
  lines.forEach(([type, entry = {}], i) =>
    appendEntry(columns, { kind: kindNumber(type), flags: 0, at: i * 1000, cost: 0, link: 0, ...entry }),
  );
  return columns;
}

export const indexFrom = (lines: readonly Line[]): SessionIndex => new SessionIndex(columnsFrom(lines));
