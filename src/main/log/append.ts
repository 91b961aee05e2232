import type { Database } from 'better-sqlite3';
import { LIMITS, bodyWriter } from './bodies.ts';
import { linkHash } from './chain.ts';
import { sqliteCode } from './problems.ts';
import { sessionHeads, type Head } from './heads.ts';

/** An append as it reaches the store. */
export interface AppendRequest {
  session: string;
  expectedHead: number;
  events: readonly { id: string; type: string; text: string }[];
}

/**
 * `stored`: the events are `lastGid` and as many before it as were appended, in the order over all sessions.
 * `duplicate`: an event id that is in the log already.
 */
export type AppendOutcome = { kind: 'stored'; lastGid: number } | { kind: 'conflict'; head: number } | { kind: 'duplicate' };

export interface Appender {
  /** Inside the transaction that the caller began; an append that is refused leaves no trace. */
  append(request: AppendRequest, ts: number): AppendOutcome;
  /** After the caller's transaction was rolled back. */
  forget(): void;
}

type EventRow = [
  session: number,
  seq: number,
  ts: number,
  uid: string,
  type: string,
  prev: Buffer,
  hash: Buffer,
  place: number,
  blob: number | null,
  data: string,
];

/**
 * The head is compared by the database: a position can be taken once. What is remembered of a head only saves
 * looking it up, and stays true, because an event never changes.
 */
export function appender(db: Database): Appender {
  const savepoint = db.prepare('SAVEPOINT append');
  const release = db.prepare('RELEASE append');
  const rollback = db.prepare('ROLLBACK TO append');
  const insertEvent = db.prepare<EventRow>(
    'INSERT INTO event(session, seq, ts, uid, type, prev, hash, place, blob, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const bodies = bodyWriter(db);
  const heads = sessionHeads(db);

  function write(head: Head, { session, events }: AppendRequest, ts: number): number {
    let { seq, hash: prev } = head;
    let lastGid = 0;
    for (const { id, type, text } of events) {
      seq += 1;
      const hash = linkHash(prev, { id, seq, ts, type, text });
      const placed = bodies.place(text);
      const { lastInsertRowid } = insertEvent.run(
        ...([head.session, seq, ts, id, type, prev, hash, placed.place, placed.blob, placed.data] satisfies EventRow),
      );
      lastGid = Number(lastInsertRowid);
      bodies.keep(lastGid, placed, text);
      prev = hash;
    }
    heads.remember(session, { session: head.session, seq, hash: prev });
    return lastGid;
  }

  function writeAll(head: Head | undefined, request: AppendRequest, ts: number): number {
    // One row is all or nothing by itself.
    if (head !== undefined && isOneRow(request)) return write(head, request, ts);
    savepoint.run();
    try {
      const lastGid = write(head ?? heads.create(request.session, ts), request, ts);
      release.run();
      return lastGid;
    } catch (error) {
      // After some failures, such as a full disk, SQLite has rolled back everything by itself.
      if (db.inTransaction) {
        rollback.run();
        release.run();
      }
      throw error;
    }
  }

  return {
    append(request, ts) {
      const { session, expectedHead, events } = request;
      const remembered = heads.remembered(session);
      const head = remembered?.seq === expectedHead ? remembered : heads.read(session);
      if ((head?.seq ?? 0) !== expectedHead) return { kind: 'conflict', head: head?.seq ?? 0 };
      if (events.length === 0) return { kind: 'stored', lastGid: 0 };
      try {
        return { kind: 'stored', lastGid: writeAll(head, request, ts) };
      } catch (error) {
        heads.forget(session);
        if (sqliteCode(error) !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
        const actual = heads.read(session)?.seq ?? 0;
        return actual === expectedHead ? { kind: 'duplicate' } : { kind: 'conflict', head: actual };
      }
    },
    forget: heads.forgetAll,
  };
}

function isOneRow({ events }: AppendRequest): boolean {
  return events.length === 1 && events.every(({ text }) => text.length <= LIMITS.inRow);
}
