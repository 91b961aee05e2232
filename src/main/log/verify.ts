import type { Database } from 'better-sqlite3';
import { IN_ROW, bodyReader, preview } from './bodies.ts';
import { genesis, linkHash } from './chain.ts';

/** `seq` is the first event that does not fit; 0 where the session's own row does not. */
export type Verification = { ok: true; events: number } | { ok: false; seq: number; reason: string };

interface SessionRow {
  uid: string;
  head: number;
  head_hash: Buffer;
  created_at: number;
  updated_at: number;
}

interface ChainRow {
  gid: number;
  uid: string;
  owner: string;
  seq: number;
  ts: number;
  type: string;
  prev: Buffer;
  hash: Buffer;
  place: number;
  blob: number | null;
  data: string;
}

/** Walks a session from its first event to its head, ancestors included, and computes every hash anew. */
export function verify(db: Database, session: string): Verification {
  const row = db
    .prepare<[string], SessionRow>('SELECT uid, head, head_hash, created_at, updated_at FROM session WHERE uid = ?')
    .get(session);
  if (row === undefined) return { ok: false, seq: 0, reason: 'There is no such session.' };
  const chain = db
    .prepare<[string], ChainRow>(
      `SELECT e.gid, e.uid, o.uid AS owner, e.seq, e.ts, e.type, e.prev, e.hash, e.place, e.blob, e.data
       FROM session s CROSS JOIN segment g ON g.session = s.id CROSS JOIN session o ON o.id = g.owner
       CROSS JOIN event e ON e.session = g.owner AND e.seq BETWEEN g.lo AND g.hi
       WHERE s.uid = ? ORDER BY g.lo, e.seq`,
    )
    .iterate(session);
  return walk(row, chain, bodyCheck(db));
}

function walk(session: SessionRow, chain: Iterable<ChainRow>, body: (row: ChainRow) => string): Verification {
  const { created_at: createdAt, updated_at: updatedAt } = session;
  let last: ChainRow | undefined;
  let seq = 0;
  try {
    for (const row of chain) {
      seq += 1;
      if (row.seq !== seq) return { ok: false, seq, reason: 'The event is missing.' };
      const prev: Buffer = last?.hash ?? genesis(row.owner);
      if (!row.prev.equals(prev)) return { ok: false, seq, reason: 'It is not chained to the event before it.' };
      const hash = linkHash(prev, { id: row.uid, seq, ts: row.ts, type: row.type, text: body(row) });
      if (!row.hash.equals(hash)) return { ok: false, seq, reason: 'It is not what was appended.' };
      if (last !== undefined && row.gid <= last.gid) return { ok: false, seq, reason: 'Its place in the order over all sessions changed.' };
      if (last === undefined && row.owner === session.uid && row.ts !== createdAt) {
        return { ok: false, seq: 0, reason: 'The time at which the session was created changed.' };
      }
      last = row;
    }
  } catch (error) {
    return { ok: false, seq: seq + 1, reason: `It cannot be read: ${error instanceof Error ? error.message : String(error)}.` };
  }
  if (seq < session.head) return { ok: false, seq: seq + 1, reason: 'The event is missing.' };
  const fits = last !== undefined && seq === session.head && last.hash.equals(session.head_hash) && last.ts === updatedAt;
  return fits ? { ok: true, events: seq } : { ok: false, seq: 0, reason: "The session's head is not its last event." };
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
