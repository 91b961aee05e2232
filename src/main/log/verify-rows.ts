import type { Database } from 'better-sqlite3';
import { isDamage } from './problems.ts';
import type { Segment } from './segments.ts';

export interface ChainRow {
  gid: number;
  uid: string;
  /** The session that the event was appended to: this one, or one that it was forked from. */
  owner: string;
  /** When the owner was made. */
  madeAt: number;
  seq: number;
  ts: number;
  type: string;
  /** In hex. */
  hash: string;
  place: number;
  blob: number | null;
  data: string;
  /** The event that its id leads to. */
  found: number | null;
}

const AT_ONCE = 500;

/** The session's events in order, so many at a time; between two, nothing of the database is held. Throws at the first that cannot be read. */
export function* chainRows(db: Database, segments: readonly Segment[]): Generator<ChainRow[], void, undefined> {
  const rows = db.prepare<[owner: number, after: number, hi: number], ChainRow>(
    `SELECT e.gid, e.uid, o.uid AS owner, o.created_at AS madeAt, e.seq, e.ts, e.type, lower(hex(e.hash)) AS hash, e.place, e.blob, e.data,
       (SELECT i.gid FROM event_by_id i WHERE i.uid = e.uid) AS found
     FROM event e JOIN session o ON o.id = e.session WHERE e.session = ? AND e.seq > ? AND e.seq <= ? ORDER BY e.seq LIMIT ${AT_ONCE}`,
  );
  for (const { owner, lo, hi } of segments) {
    for (let after = lo - 1, read = AT_ONCE; read === AT_ONCE;) {
      const { found, damage } = untilDamaged(rows.iterate(owner, after, hi));
      if (found.length > 0) yield found;
      if (damage !== null) throw damage;
      read = found.length;
      after = found.at(-1)?.seq ?? hi;
    }
  }
}

function untilDamaged<T>(rows: Iterable<T>): { found: T[]; damage: Error | null } {
  const found: T[] = [];
  try {
    for (const row of rows) found.push(row);
  } catch (error) {
    if (!isDamage(error) || !(error instanceof Error)) throw error;
    return { found, damage: error };
  }
  return { found, damage: null };
}
