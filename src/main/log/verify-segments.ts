import type { Database } from 'better-sqlite3';
import type { Segment as Owned } from './segments.ts';
import type { Verification } from './verify.ts';

interface Segment extends Owned {
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
      'SELECT g.lo, g.hi, g.owner, g.owner = s.id AS own FROM session s JOIN segment g ON g.session = s.id WHERE s.uid = ? ORDER BY g.lo',
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
  if (segments.length === 0) return misfit(1);
  return row.parent === null || row.forkSeq === null || sharesAll(db, segments, row.parent, row.forkSeq) ? null : misfit(0);
}

/** Whether what comes before the fork's own events is what its parent reads there. */
function sharesAll(db: Database, segments: readonly Segment[], parent: number, forkSeq: number): boolean {
  const theirs = db
    .prepare<[number, number, number], Owned>('SELECT lo, min(hi, ?) AS hi, owner FROM segment WHERE session = ? AND lo <= ? ORDER BY lo')
    .all(forkSeq, parent, forkSeq);
  const shared = segments.slice(0, -1);
  return shared.length === theirs.length && shared.every(({ lo, hi, owner }, i) => sameSegment({ lo, hi, owner }, theirs[i]));
}

function sameSegment(a: Owned, b: Owned | undefined): boolean {
  return a.lo === b?.lo && a.hi === b.hi && a.owner === b.owner;
}
