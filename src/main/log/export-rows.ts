/** A session as it is stored: what another log needs to hold the very same events. */
import type { Database } from 'better-sqlite3';
import { bodyReader } from './bodies.ts';

/** Comes before the session's own events, and after those of its parent. */
export interface SessionRow {
  kind: 'session';
  id: string;
  /** What it was forked from, and the last event that both share. */
  parent: { session: string; seq: number } | null;
  /** Milliseconds since 1970. */
  madeAt: number;
}

export interface EventRow {
  kind: 'event';
  id: string;
  /** The session that it was appended to. */
  session: string;
  seq: number;
  /** Milliseconds since 1970. */
  ts: number;
  type: string;
  /** The body's JSON, character for character. */
  text: string;
  /** Of the chain, in hex. */
  hash: string;
}

export type LogRow = SessionRow | EventRow;

interface Ancestor {
  row: number;
  id: string;
  parent: string | null;
  forkSeq: number | null;
  madeAt: number;
  /** Its last own event that is needed. */
  upTo: number;
}

type StoredRow = [
  gid: number,
  id: string,
  seq: number,
  ts: number,
  type: string,
  hash: Buffer,
  place: number,
  blob: number | null,
  data: string,
];

/** Events are read this many at a time, so that a long session costs no memory and other queries may run in between. */
const AT_ONCE = 200;

/** Throws where a body is gone or damaged: what is exported is whole. */
export function* exportRows(db: Database, session: string): IterableIterator<LogRow> {
  const events = db
    .prepare<[session: number, after: number, upTo: number], StoredRow>(
      `SELECT gid, uid, seq, ts, type, hash, place, blob, data FROM event
       WHERE session = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ${AT_ONCE}`,
    )
    .raw();
  const body = bodyReader(db);
  for (const { row, id: owner, parent, forkSeq, madeAt, upTo } of ancestry(db, session)) {
    yield { kind: 'session', id: owner, parent: parent === null ? null : { session: parent, seq: forkSeq ?? 0 }, madeAt };
    for (let after = 0, read = AT_ONCE; read === AT_ONCE;) {
      const found = events.all(row, after, upTo);
      for (const [gid, id, seq, ts, type, hash, place, blob, data] of found) {
        const text = body(gid, { place, blob, data });
        yield { kind: 'event', id, session: owner, seq, ts, type, text, hash: hash.toString('hex') };
        after = seq;
      }
      read = found.length;
    }
  }
}

/** From the first ancestor to the session itself. */
function ancestry(db: Database, session: string): Ancestor[] {
  return db
    .prepare<[string], Ancestor>(
      `WITH RECURSIVE line(id, depth, up_to) AS (
         SELECT id, 0, ${Number.MAX_SAFE_INTEGER} FROM session WHERE uid = ?
         UNION ALL SELECT s.parent, depth + 1, s.fork_seq FROM line JOIN session s ON s.id = line.id WHERE s.parent IS NOT NULL)
       SELECT s.id AS row, s.uid AS id, p.uid AS parent, s.fork_seq AS forkSeq, s.created_at AS madeAt, line.up_to AS upTo
       FROM line JOIN session s ON s.id = line.id LEFT JOIN session p ON p.id = s.parent ORDER BY line.depth DESC`,
    )
    .all(session);
}
