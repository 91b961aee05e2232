import type { Database } from 'better-sqlite3';

/** Positions `lo` to `hi` of a session are the events of `owner`, a session's row. */
export interface Segment {
  lo: number;
  hi: number;
  owner: number;
}

/**
 * What a session reads through, in order: itself alone, or its ancestors' parts and then itself. Kept in memory once it was
 * read, since it never changes: so a slice looks at the parts that it touches and costs the same at any depth of forks.
 */
export function segmentsOn(db: Database): (session: string) => readonly Segment[] {
  const read = db.prepare<[string], Segment>(
    'SELECT g.lo, g.hi, g.owner FROM session s JOIN segment g ON g.session = s.id WHERE s.uid = ? ORDER BY g.lo',
  );
  const known = new Map<string, readonly Segment[]>();
  return (session) => {
    const segments = known.get(session) ?? read.all(session);
    if (segments.length > 0) known.set(session, segments);
    return segments;
  };
}

/** The parts of `from` to `to`, cut to it. */
export function within(segments: readonly Segment[], from: number, to: number): Segment[] {
  return segments
    .filter(({ lo, hi }) => lo <= to && hi >= from)
    .map(({ lo, hi, owner }) => ({ lo: Math.max(lo, from), hi: Math.min(hi, to), owner }));
}
