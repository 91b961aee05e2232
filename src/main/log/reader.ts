/** The reading half of the log: one connection that cannot write, and every query of slices and heads. */
import type { Database } from 'better-sqlite3';
import { parseBody, type EventType, type SessionEvent } from '../../shared/events.ts';
import { bodyReader } from './bodies.ts';

export interface Slice {
  /** First and last position, both included. */
  from?: number;
  to?: number;
  types?: readonly EventType[];
  limit?: number;
  order?: 'asc' | 'desc';
}

export interface SessionHead {
  id: string;
  head: number;
  /** ISO 8601. */
  createdAt: string;
  updatedAt: string;
}

type EventRow = [gid: number, uid: string, seq: number, ts: number, type: string, place: number, blob: number | null, data: string];

const COLUMNS = 'e.gid, e.uid, e.seq, e.ts, e.type, e.place, e.blob, e.data';
/** CROSS JOIN keeps SQLite to this order, in which the rows come out sorted. */
const THROUGH_SEGMENTS = `session s CROSS JOIN segment g ON g.session = s.id
  CROSS JOIN event e ON e.session = g.owner AND e.seq BETWEEN max(g.lo, ?) AND min(g.hi, ?)`;

export interface Reader {
  getEvents(session: string, slice?: Slice): SessionEvent[];
  getEvent(id: string): SessionEvent | undefined;
  head(session: string): number;
  sessions(): SessionHead[];
  close(): void;
}

export function readerOn(db: Database): Reader {
  const body = bodyReader(db);
  const slice = (order: string, filter: string) =>
    db
      .prepare<unknown[], EventRow>(
        `SELECT ${COLUMNS} FROM ${THROUGH_SEGMENTS} WHERE s.uid = ? ${filter} ORDER BY g.lo ${order}, e.seq ${order} LIMIT ?`,
      )
      .raw();
  const ofTypes = 'AND e.type IN (SELECT value FROM json_each(?))';
  const all = { asc: slice('ASC', ''), desc: slice('DESC', '') };
  const filtered = { asc: slice('ASC', ofTypes), desc: slice('DESC', ofTypes) };
  const one = db
    .prepare<[string], [...EventRow, session: string]>(
      `SELECT ${COLUMNS}, s.uid FROM event e JOIN session s ON s.id = e.session WHERE e.uid = ?`,
    )
    .raw();
  const head = db.prepare<[string], number>('SELECT head FROM session WHERE uid = ?').pluck();
  const sessions = db.prepare<[], { uid: string; head: number; created_at: number; updated_at: number }>(
    'SELECT uid, head, created_at, updated_at FROM session ORDER BY created_at DESC, id DESC',
  );

  function event(session: string, row: EventRow): SessionEvent {
    const [gid, id, seq, ts, type, place, blob, data] = row;
    const parsed = parseBody(type, JSON.parse(body(gid, { place, blob, data })));
    return Object.assign(parsed, { id, session, seq, processed_at: new Date(ts).toISOString() });
  }

  return {
    getEvents(session, { from = 1, to = Number.MAX_SAFE_INTEGER, types, limit = -1, order = 'asc' } = {}) {
      const rows =
        types === undefined
          ? all[order].all(from, to, session, limit)
          : filtered[order].all(from, to, session, JSON.stringify(types), limit);
      return rows.map((row) => event(session, row));
    },
    getEvent(id) {
      const row = one.get(id);
      if (row === undefined) return undefined;
      const [gid, uid, seq, ts, type, place, blob, data, session] = row;
      return event(session, [gid, uid, seq, ts, type, place, blob, data]);
    },
    head: (session) => head.get(session) ?? 0,
    sessions: () =>
      sessions.all().map((row) => ({
        id: row.uid,
        head: row.head,
        createdAt: new Date(row.created_at).toISOString(),
        updatedAt: new Date(row.updated_at).toISOString(),
      })),
    close: () => db.close(),
  };
}
