/** The way that a session is read: which of its positions are whose events. */
import type { Database } from 'better-sqlite3';

export interface Segment {
  lo: number;
  /** Included. */
  hi: number;
  /** Row of the session whose events these are. */
  owner: number;
  /** They are an ancestor's. */
  inherited: boolean;
}

export interface Paths {
  /** From position 1 on, ending at `upTo` or the head, whichever comes first. Empty where there is no such session. */
  of(session: string, upTo?: number): Segment[];
  /** The hash of an event, which stands for everything before it too; undefined where it cannot be read. */
  hash(owner: number, seq: number): Buffer | undefined;
}

export function pathsOn(db: Database): Paths {
  const segments = db
    .prepare<[string], [lo: number, hi: number, owner: number, own: number]>(
      'SELECT g.lo, g.hi, g.owner, g.owner = s.id FROM session s JOIN segment g ON g.session = s.id WHERE s.uid = ? ORDER BY g.lo',
    )
    .raw();
  const last = db.prepare<[number], number>('SELECT max(seq) FROM event WHERE session = ?').pluck();
  const hash = db.prepare<[number, number], Buffer>('SELECT hash FROM event WHERE session = ? AND seq = ?').pluck();
  return {
    of: (session, upTo = Number.MAX_SAFE_INTEGER) =>
      segments.all(session).flatMap(([lo, hi, owner, own]) => {
        const end = Math.min(hi, upTo, own === 1 ? (last.get(owner) ?? 0) : hi);
        return end < lo ? [] : [{ lo, hi: end, owner, inherited: own !== 1 }];
      }),
    hash: (owner, seq) => hash.get(owner, seq),
  };
}
