import type { Database } from 'better-sqlite3';
import { bodyWriter } from './bodies.ts';
import { genesis, linkHash } from './chain.ts';
import { sqliteCode } from './problems.ts';

/** An append as it reaches the store. */
export interface AppendRequest {
  session: string;
  expectedHead: number;
  events: readonly { id: string; type: string; text: string }[];
}

/** `duplicate`: an event id that is in the log already. */
export type AppendOutcome = { kind: 'stored' } | { kind: 'conflict'; head: number } | { kind: 'duplicate' };

type SessionRow = [id: number, head: number, headHash: Buffer];

const LAST_POSITION = Number.MAX_SAFE_INTEGER;

/** Appends inside the transaction that the caller began; an append that is refused leaves no trace. */
export function appender(db: Database): (request: AppendRequest, ts: number) => AppendOutcome {
  const savepoint = db.prepare('SAVEPOINT append');
  const release = db.prepare('RELEASE append');
  const rollback = db.prepare('ROLLBACK TO append');
  const findSession = db.prepare<[string], SessionRow>('SELECT id, head, head_hash FROM session WHERE uid = ?').raw();
  const insertSession = db.prepare<[string, Buffer, number, number]>(
    'INSERT INTO session(uid, head, head_hash, created_at, updated_at) VALUES (?, 0, ?, ?, ?)',
  );
  const insertSegment = db.prepare<[number, number, number]>(
    'INSERT INTO segment(session, lo, hi, owner) VALUES (?, 1, ?, ?)',
  );
  const insertEvent = db.prepare<
    [number, number, number, string, string, Buffer, Buffer, number, number | null, string]
  >('INSERT INTO event(session, seq, ts, uid, type, prev, hash, place, blob, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const moveHead = db.prepare<[number, Buffer, number, number]>(
    'UPDATE session SET head = ?, head_hash = ?, updated_at = ? WHERE id = ?',
  );
  const bodies = bodyWriter(db);

  function create(uid: string, ts: number): SessionRow {
    const start = genesis(uid);
    const id = Number(insertSession.run(uid, start, ts, ts).lastInsertRowid);
    insertSegment.run(id, LAST_POSITION, id);
    return [id, 0, start];
  }

  function write([session, head, headHash]: SessionRow, { events }: AppendRequest, ts: number): void {
    let seq = head;
    let prev = headHash;
    for (const { id, type, text } of events) {
      seq += 1;
      const hash = linkHash(prev, { id, seq, ts, type, text });
      const placed = bodies.place(text);
      const { lastInsertRowid } = insertEvent.run(
        session, seq, ts, id, type, prev, hash, placed.place, placed.blob, placed.data,
      );
      bodies.keep(lastInsertRowid, placed, text);
      prev = hash;
    }
    moveHead.run(seq, prev, ts, session);
  }

  return (request, ts) => {
    const found = findSession.get(request.session);
    const head = found?.[1] ?? 0;
    if (head !== request.expectedHead) return { kind: 'conflict', head };
    if (request.events.length === 0) return { kind: 'stored' };
    savepoint.run();
    try {
      write(found ?? create(request.session, ts), request, ts);
      release.run();
      return { kind: 'stored' };
    } catch (error) {
      if (sqliteCode(error) !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
      rollback.run();
      release.run();
      return { kind: 'duplicate' };
    }
  };
}
