/** The reading half of the log: one connection that cannot write, and every query of slices and heads. */
import type { Database, Statement } from 'better-sqlite3';
import { parseBody, type EventBody, type EventType, type SessionEvent, type UnknownBody } from '../../shared/events.ts';
import { bodyReader } from './bodies.ts';
import { isoInstant } from './instant.ts';
import { untilDamage } from './salvage.ts';
import { isDamage } from './problems.ts';

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

export interface Fork {
  session: string;
  parent: string;
  /** The last event that both share. */
  seq: number;
}

export interface Reader {
  getEvents(session: string, slice?: Slice): SessionEvent[];
  getEvent(id: string): SessionEvent | undefined;
  known(ids: readonly string[]): ReadonlySet<string>;
  head(session: string): number;
  sessions(): SessionHead[];
  lineage(): Fork[];
  close(): void;
}

type EventRow = [
  gid: number,
  uid: string,
  seq: number,
  ts: number,
  type: string,
  place: number,
  blob: number | null,
  data: string,
  session: string,
];

interface Range {
  uid: string;
  from: number;
  to: number;
  limit: number;
  /** A JSON array. */
  types?: string;
}

const EVENT = 'e.gid, e.uid, e.seq, e.ts, e.type, e.place, e.blob, e.data, s.uid';
/**
 * CROSS JOIN keeps SQLite to this order, in which the rows come out sorted. Only the segments that the range touches are
 * looked at, so that a slice costs the same at any depth.
 */
const THROUGH_SEGMENTS = `session s CROSS JOIN segment g ON g.session = s.id AND g.lo <= @to
  AND g.lo >= coalesce((SELECT max(lo) FROM segment WHERE session = s.id AND lo <= @from), 1)
  CROSS JOIN event e ON e.session = g.owner AND e.seq BETWEEN max(g.lo, @from) AND min(g.hi, @to)`;
const OF_TYPES = 'AND e.type IN (SELECT value FROM json_each(@types))';
const EVERYTHING = { from: 1, to: Number.MAX_SAFE_INTEGER, limit: -1 };

/**
 * `onDamage` is told of each part of the file that cannot be read; slices then end before it, and a body that
 * cannot be read is shown as unknown.
 */
export function readerOn(db: Database, onDamage: (error: unknown) => void): Reader {
  const slice = (order: string, filter: string) =>
    db
      .prepare<[Range], EventRow>(
        `SELECT ${EVENT} FROM ${THROUGH_SEGMENTS} WHERE s.uid = @uid ${filter} ORDER BY g.lo ${order}, e.seq ${order} LIMIT @limit`,
      )
      .raw();
  const all = { asc: slice('ASC', ''), desc: slice('DESC', '') };
  const ofTypes = { asc: slice('ASC', OF_TYPES), desc: slice('DESC', OF_TYPES) };
  const byId = db.prepare<[string], EventRow>(`SELECT ${EVENT} FROM event e JOIN session s ON s.id = e.session WHERE e.uid = ?`).raw();
  const known = db.prepare<[string], string>('SELECT uid FROM event WHERE uid IN (SELECT value FROM json_each(?))').pluck();
  const newest = db
    .prepare<[Range], [seq: number, ts: number]>(
      `SELECT e.seq, e.ts FROM ${THROUGH_SEGMENTS} WHERE s.uid = @uid ORDER BY g.lo DESC, e.seq DESC LIMIT 1`,
    )
    .raw();
  const sessions = db
    .prepare<[], [id: string, createdAt: number]>('SELECT uid, created_at FROM session ORDER BY created_at DESC, id DESC')
    .raw();
  const forks = db.prepare<[], Fork>(
    'SELECT s.uid AS session, p.uid AS parent, s.fork_seq AS seq FROM session s JOIN session p ON p.id = s.parent ORDER BY s.id',
  );
  const bodyText = bodyReader(db);

  function rows<P extends unknown[], R>(statement: Statement<P, R>, ...params: P): R[] {
    try {
      return statement.all(...params);
    } catch (error) {
      if (!isDamage(error)) throw error;
      onDamage(error);
      return [...untilDamage(statement.iterate(...params))];
    }
  }

  function body([gid, , , , type, place, blob, data]: EventRow): EventBody | UnknownBody {
    try {
      return parseBody(type, JSON.parse(bodyText(gid, { place, blob, data })));
    } catch (error) {
      onDamage(error);
      return { type: 'unknown', originalType: type, data: null };
    }
  }

  function event(row: EventRow): SessionEvent {
    const [, id, seq, ts, , , , , session] = row;
    return Object.assign(body(row), { id, session, seq, processed_at: isoInstant(ts) });
  }

  const last = (session: string) => rows(newest, { ...EVERYTHING, uid: session })[0];

  return {
    getEvents(session, { from, to, types, limit, order = 'asc' } = {}) {
      const range = { uid: session, from: from ?? EVERYTHING.from, to: to ?? EVERYTHING.to, limit: limit ?? EVERYTHING.limit };
      const found = types === undefined ? rows(all[order], range) : rows(ofTypes[order], { ...range, types: JSON.stringify(types) });
      return found.map(event);
    },
    known: (ids) => new Set(rows(known, JSON.stringify(ids))),
    getEvent(id) {
      const [row] = rows(byId, id);
      return row === undefined ? undefined : event(row);
    },
    head: (session) => last(session)?.[0] ?? 0,
    sessions: () =>
      rows(sessions).map(([id, createdAt]) => {
        const [head, updatedAt] = last(id) ?? [0, createdAt];
        return { id, head, createdAt: isoInstant(createdAt), updatedAt: isoInstant(updatedAt) };
      }),
    lineage: () => rows(forks),
    close: () => db.close(),
  };
}
