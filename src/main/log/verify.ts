import type { Database } from 'better-sqlite3';
import { IN_ROW, bodyReader, preview } from './bodies.ts';
import { genesis, linkHash } from './chain.ts';
import { isDamage } from './problems.ts';
import { verifySegments } from './verify-segments.ts';

/** `seq` is the first event that does not fit; 0 where the session itself does not. */
export type Verification = { ok: true; events: number } | { ok: false; seq: number; reason: string };

interface ChainRow {
  gid: number;
  uid: string;
  /** The session that the event was appended to: this one, or one that it was forked from. */
  owner: string;
  /** When the owner was made. */
  madeAt: number;
  seq: number;
  ts: number;
  type: string;
  prev: Buffer;
  hash: Buffer;
  place: number;
  blob: number | null;
  data: string;
}

/**
 * Walks a session from its first event to its head, ancestors included, and computes every hash anew. A chain
 * cannot show that its end was cut off; what is left behind by a careless cut is looked for.
 */
export function verify(db: Database, session: string): Verification {
  try {
    return verifySegments(db, session) ?? verifyEvents(db, session);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { ok: false, seq: 0, reason: 'The session cannot be read.' };
  }
}

function verifyEvents(db: Database, session: string): Verification {
  const atLeast = db.prepare<[string], number>('SELECT coalesce(fork_seq, 1) FROM session WHERE uid = ?').pluck();
  const chain = db
    .prepare<[string], ChainRow>(
      `SELECT e.gid, e.uid, o.uid AS owner, o.created_at AS madeAt, e.seq, e.ts, e.type, e.prev, e.hash, e.place, e.blob, e.data
       FROM session s CROSS JOIN segment g ON g.session = s.id CROSS JOIN session o ON o.id = g.owner
       CROSS JOIN event e ON e.session = g.owner AND e.seq BETWEEN g.lo AND g.hi
       WHERE s.uid = ? ORDER BY g.lo, e.seq`,
    )
    .iterate(session);
  const walked = walk(chain, bodyCheck(db));
  if (!walked.ok) return walked;
  if (walked.events < (atLeast.get(session) ?? 1)) return { ok: false, seq: walked.events + 1, reason: 'The event is missing.' };
  return stray(db) ?? walked;
}

function walk(chain: Iterable<ChainRow>, body: (row: ChainRow) => string): Verification {
  let last: ChainRow | undefined;
  let seq = 0;
  try {
    for (const row of chain) {
      seq += 1;
      const reason = misfit(row, seq, last, body);
      if (reason !== null) return { ok: false, seq, reason };
      last = row;
    }
    return { ok: true, events: seq };
  } catch (error) {
    const reason = `It cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
    return { ok: false, seq: Math.max(seq, 1), reason };
  }
}

/** Why a row does not follow the one before it, or null. */
function misfit(row: ChainRow, seq: number, last: ChainRow | undefined, body: (row: ChainRow) => string): string | null {
  if (row.seq !== seq) return 'The event is missing.';
  const prev = last?.hash ?? genesis(row.owner);
  if (!row.prev.equals(prev)) return 'It is not chained to the event before it.';
  const hash = linkHash(prev, { id: row.uid, seq, ts: row.ts, type: row.type, text: body(row) });
  if (!row.hash.equals(hash)) return 'It is not what was appended.';
  if (last !== undefined && row.gid <= last.gid) return 'Its place in the order over all sessions changed.';
  if (last === undefined && row.ts !== row.madeAt) return 'The time at which the session was made changed.';
  return null;
}

/** The body, with the beginning that is kept in the row held against it. */
function bodyCheck(db: Database): (row: ChainRow) => string {
  const read = bodyReader(db);
  return (row) => {
    const text = read(row.gid, row);
    if (row.place !== IN_ROW && row.data !== preview(text)) throw new Error('its preview is not its beginning');
    return text;
  };
}

/** An event that belongs to no session, as the last one of a session does once its session's number is damaged. */
function stray(db: Database): Verification | null {
  const found = db
    .prepare<[], number>('SELECT seq FROM event WHERE session < 1 OR session > (SELECT max(id) FROM session) LIMIT 1')
    .pluck()
    .get();
  return found === undefined ? null : { ok: false, seq: found, reason: 'An event in this position belongs to no session.' };
}
