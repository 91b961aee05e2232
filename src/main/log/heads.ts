import type { Database } from 'better-sqlite3';
import { genesis } from './chain.ts';

/** The last event of a session, as the next one needs it. */
export interface Head {
  /** The session's row. */
  session: number;
  seq: number;
  /** In hex. */
  hash: string;
}

export interface SessionHeads {
  /** The head as of this connection's last append: another process may have moved it since. */
  remembered(uid: string): Head | undefined;
  /** The head as the database has it, or as it was at position `upTo`; undefined where there is no such session. */
  read(uid: string, upTo?: number): Head | undefined;
  /** Makes the session and gives what its first event is chained to. */
  create(uid: string, ts: number): Head;
  /** Makes a session that shares everything up to `from` with the session that has it; its next event is chained to that. */
  fork(uid: string, from: Head, ts: number): Head;
  remember(uid: string, head: Head): void;
  forget(uid: string): void;
  forgetAll(): void;
}

/** Where the last segment of a session ends: nowhere. */
const OPEN_END = Number.MAX_SAFE_INTEGER;

export function sessionHeads(db: Database): SessionHeads {
  const last = db
    .prepare<[upTo: number, uid: string, upTo: number], [session: number, seq: number, hash: string]>(
      `SELECT s.id, e.seq, lower(hex(e.hash)) FROM session s CROSS JOIN segment g ON g.session = s.id
       CROSS JOIN event e ON e.session = g.owner AND e.seq BETWEEN g.lo AND min(g.hi, ?)
       WHERE s.uid = ? AND g.lo <= ? ORDER BY g.lo DESC, e.seq DESC LIMIT 1`,
    )
    .raw();
  const insertSession = db.prepare<[uid: string, parent: number | null, forkSeq: number | null, ts: number]>(
    'INSERT INTO session(uid, parent, fork_seq, created_at) VALUES (?, ?, ?, ?)',
  );
  const insertSegment = db.prepare<[number, number, number, number]>('INSERT INTO segment(session, lo, hi, owner) VALUES (?, ?, ?, ?)');
  const shareSegments = db.prepare<[session: number, upTo: number, parent: number, upTo: number]>(
    'INSERT INTO segment(session, lo, hi, owner) SELECT ?, lo, min(hi, ?), owner FROM segment WHERE session = ? AND lo <= ?',
  );
  const known = new Map<string, Head>();

  return {
    remembered: (uid) => known.get(uid),
    read(uid, upTo = OPEN_END) {
      const row = last.get(upTo, uid, upTo);
      return row === undefined ? undefined : { session: row[0], seq: row[1], hash: row[2] };
    },
    create(uid, ts) {
      const session = Number(insertSession.run(uid, null, null, ts).lastInsertRowid);
      insertSegment.run(session, 1, OPEN_END, session);
      return { session, seq: 0, hash: genesis(uid) };
    },
    fork(uid, { session: parent, seq, hash }, ts) {
      const session = Number(insertSession.run(uid, parent, seq, ts).lastInsertRowid);
      shareSegments.run(session, seq, parent, seq);
      insertSegment.run(session, seq + 1, OPEN_END, session);
      return { session, seq, hash };
    },
    remember: (uid, head) => void known.set(uid, head),
    forget: (uid) => void known.delete(uid),
    forgetAll: () => known.clear(),
  };
}
