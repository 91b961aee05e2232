import type { Database } from 'better-sqlite3';
import { genesis } from './chain.ts';

/** The last event of a session, as the next one needs it. */
export interface Head {
  /** The session's row. */
  session: number;
  seq: number;
  hash: Buffer;
}

export interface SessionHeads {
  /** The head as of this connection's last append: another process may have moved it since. */
  remembered(uid: string): Head | undefined;
  /** The head as the database has it; undefined where there is no such session. */
  read(uid: string): Head | undefined;
  /** Makes the session and gives what its first event is chained to. */
  create(uid: string, ts: number): Head;
  remember(uid: string, head: Head): void;
  forget(uid: string): void;
  forgetAll(): void;
}

/** Where the last segment of a session ends: nowhere. */
const OPEN_END = Number.MAX_SAFE_INTEGER;

export function sessionHeads(db: Database): SessionHeads {
  const last = db
    .prepare<[string], [session: number, seq: number, hash: Buffer]>(
      `SELECT s.id, e.seq, e.hash FROM session s CROSS JOIN segment g ON g.session = s.id
       CROSS JOIN event e ON e.session = g.owner AND e.seq BETWEEN g.lo AND g.hi
       WHERE s.uid = ? ORDER BY g.lo DESC, e.seq DESC LIMIT 1`,
    )
    .raw();
  const insertSession = db.prepare<[string, number]>('INSERT INTO session(uid, created_at) VALUES (?, ?)');
  const insertSegment = db.prepare<[number, number, number]>('INSERT INTO segment(session, lo, hi, owner) VALUES (?, 1, ?, ?)');
  const known = new Map<string, Head>();

  return {
    remembered: (uid) => known.get(uid),
    read(uid) {
      const row = last.get(uid);
      return row === undefined ? undefined : { session: row[0], seq: row[1], hash: row[2] };
    },
    create(uid, ts) {
      const session = Number(insertSession.run(uid, ts).lastInsertRowid);
      insertSegment.run(session, OPEN_END, session);
      return { session, seq: 0, hash: genesis(uid) };
    },
    remember: (uid, head) => void known.set(uid, head),
    forget: (uid) => void known.delete(uid),
    forgetAll: () => known.clear(),
  };
}
