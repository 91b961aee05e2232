import type { Database } from 'better-sqlite3';
import type { Verification } from './verify.ts';

interface Segment {
  lo: number;
  hi: number;
  own: number;
}

/** A session's segments follow each other from position 1; the last is its own, and begins where it was forked. */
export function verifySegments(db: Database, session: string): Verification | null {
  const row = db
    .prepare<[string], { parent: number | null; forkSeq: number | null }>('SELECT parent, fork_seq AS forkSeq FROM session WHERE uid = ?')
    .get(session);
  if (row === undefined) return { ok: false, seq: 0, reason: 'There is no such session.' };
  const segments = db
    .prepare<[string], Segment>(
      'SELECT g.lo, g.hi, g.owner = s.id AS own FROM session s JOIN segment g ON g.session = s.id WHERE s.uid = ? ORDER BY g.lo',
    )
    .all(session);
  const misfit = (seq: number): Verification => ({ ok: false, seq, reason: 'From here on it reads the wrong events.' });

  let next = 1;
  for (const [i, { lo, hi, own }] of segments.entries()) {
    const last = i === segments.length - 1;
    if (lo !== next || (own === 1) !== last) return misfit(next);
    if (last && hi !== Number.MAX_SAFE_INTEGER) return misfit(hi + 1);
    if (last && (lo - 1 !== (row.forkSeq ?? 0) || (row.parent === null) !== (row.forkSeq === null))) return misfit(0);
    next = hi + 1;
  }
  return segments.length === 0 ? misfit(1) : null;
}
