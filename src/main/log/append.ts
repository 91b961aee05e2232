import type { Database } from 'better-sqlite3';
import { LIMITS, bodyWriter } from './bodies.ts';
import { linkHash } from './chain.ts';
import { sqliteCode } from './problems.ts';
import { sessionHeads, type Head } from './heads.ts';

/** An append as it reaches the store. */
export interface AppendRequest {
  session: string;
  expectedHead: number;
  events: readonly StoredEvent[];
  /** The session is to be made: it shares everything up to `expectedHead` with this one. */
  forkOf?: string;
  /** When a session that this makes was made; milliseconds since 1970. Otherwise the time of its first event, or now. */
  madeAt?: number;
}

export interface StoredEvent {
  id: string;
  type: string;
  /** The body's JSON. */
  text: string;
  /** Milliseconds since 1970; otherwise now. An import has the time at which it happened. */
  ts?: number;
  /** The id was made for this event alone, a moment ago: no other can have it, and none is looked for. */
  fresh?: true;
}

/**
 * `stored`: the events are `lastGid` and as many before it as were appended, in the order over all sessions.
 * `conflict`: the session's head, or that of the session to fork, is elsewhere.
 * `duplicate`: an event id that is in the log already.
 */
export type AppendOutcome = { kind: 'stored'; lastGid: number } | { kind: 'conflict'; head: number } | { kind: 'duplicate' };

export interface Appender {
  /** Inside the transaction that the caller began; an append that is refused leaves no trace. */
  append(request: AppendRequest, ts: number): AppendOutcome;
  /** Without a transaction of the caller: where the append is one row, which is a transaction by itself. Null where it is not. */
  appendAlone(request: AppendRequest, ts: number): AppendOutcome | null;
  /** After the caller's transaction was rolled back. */
  forget(): void;
}

type EventRow = [
  session: number,
  seq: number,
  ts: number,
  uid: string,
  type: string,
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
    'INSERT INTO event(session, seq, ts, uid, type, hash, place, blob, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const known = db.prepare<[string], 1>('SELECT 1 FROM event_by_id WHERE uid IN (SELECT value FROM json_each(?)) LIMIT 1').pluck();
  const bodies = bodyWriter(db);
  const heads = sessionHeads(db);

  function write(head: Head, { session, events }: AppendRequest, now: number): number {
    let { seq, hash: prev } = head;
    let lastGid = 0;
    for (const { id, type, text, ts = now } of events) {
      seq += 1;
      const hash = linkHash(prev, { id, seq, ts, type, text });
      const placed = bodies.place(text);
      const { place, blob, data } = placed;
      const row = insertEvent.run(head.session, seq, ts, id, type, Buffer.from(hash, 'hex'), place, blob, data);
      lastGid = Number(row.lastInsertRowid);
      bodies.keep(lastGid, placed, text);
      prev = hash;
    }
    heads.remember(session, { session: head.session, seq, hash: prev });
    return lastGid;
  }

  /** `from` is the session's head; of a session that is to be made, the event that it is forked at. */
  function writeAll(from: Head | undefined, request: AppendRequest, now: number): number {
    const { session, events, forkOf, madeAt = events[0]?.ts ?? now } = request;
    if (from !== undefined && refusedWhole(request)) return write(from, request, now);
    savepoint.run();
    try {
      const made = (): Head => (from === undefined ? heads.create(session, madeAt) : heads.fork(session, from, madeAt));
      const lastGid = write(from === undefined || forkOf !== undefined ? made() : from, request, now);
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

  /** Within the caller's transaction, so that nobody can store one of the ids meanwhile. */
  function hasDuplicate(events: readonly StoredEvent[]): boolean {
    const ids = events.flatMap(({ id, fresh }) => (fresh === true ? [] : [id]));
    return ids.length > 0 && (new Set(ids).size < ids.length || known.get(JSON.stringify(ids)) !== undefined);
  }

  /** Where the events go; its position is not `expectedHead` where something else is there. */
  function begin({ session, expectedHead, forkOf }: AppendRequest): Head | undefined {
    if (forkOf !== undefined) return heads.read(forkOf, expectedHead);
    const remembered = heads.remembered(session);
    return remembered?.seq === expectedHead ? remembered : heads.read(session);
  }

  function carryOut(from: Head | undefined, request: AppendRequest, now: number): AppendOutcome {
    const { session, expectedHead } = request;
    try {
      return { kind: 'stored', lastGid: writeAll(from, request, now) };
    } catch (error) {
      heads.forget(session);
      if (sqliteCode(error) !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
      const actual = heads.read(session)?.seq ?? 0;
      if (actual === expectedHead) throw error;
      return { kind: 'conflict', head: actual };
    }
  }

  return {
    append(request, now) {
      const { expectedHead, events, forkOf } = request;
      const from = begin(request);
      if ((from?.seq ?? 0) !== expectedHead) return { kind: 'conflict', head: from?.seq ?? 0 };
      if (events.length === 0 && forkOf === undefined) return { kind: 'stored', lastGid: 0 };
      if (hasDuplicate(events)) return { kind: 'duplicate' };
      return carryOut(from, request, now);
    },
    appendAlone(request, now) {
      const head = heads.remembered(request.session);
      return head?.seq === request.expectedHead && isOneRow(request) ? carryOut(head, request, now) : null;
    },
    forget: heads.forgetAll,
  };
}

/** One row is a transaction by itself. */
function isOneRow({ events, forkOf }: AppendRequest): boolean {
  return forkOf === undefined && events.length === 1 && events.every(({ text, fresh }) => fresh === true && text.length <= LIMITS.inRow);
}

/** Whether nothing is written before the row at which the append may be refused. */
function refusedWhole({ events, forkOf }: AppendRequest): boolean {
  return forkOf === undefined && events.length === 1 && events.every(({ text }) => text.length <= LIMITS.uncompressed);
}
