/** The reading half of the log: one connection that cannot write, and every query of slices and heads. */
import type { Database, Statement } from 'better-sqlite3';
import { parseBody, type EventBody, type EventType, type SessionEvent, type UnknownBody } from '../../shared/events.ts';
import { bodyReader } from './bodies.ts';
import { isoInstant } from './instant.ts';
import { isDamage } from './problems.ts';
import { untilDamage } from './salvage.ts';
import { segmentsOn, within, type Segment } from './segments.ts';

export interface Slice {
  /** First and last position, both included. */
  from?: number;
  to?: number;
  types?: readonly EventType[];
  limit?: number;
  order?: 'asc' | 'desc';
}

export interface SessionHead {
  id: string;
  head: number;
  /** ISO 8601. */
  createdAt: string;
  updatedAt: string;
}

export interface Fork {
  session: string;
  parent: string;
  /** The last event that both share. */
  seq: number;
}

export interface Reader {
  getEvents(session: string, slice?: Slice): SessionEvent[];
  getEvent(id: string): SessionEvent | undefined;
  known(ids: readonly string[]): ReadonlySet<string>;
  head(session: string): number;
  sessions(): SessionHead[];
  lineage(): Fork[];
  close(): void;
}

/** `kept` is the blob of a body that is in one, otherwise the event's gid. */
type EventRow = [kept: number, id: string, seq: number, ts: number, place: number, data: string];

/** What a slice needs and no more: each column of each row costs. */
const EVENT = 'coalesce(e.blob, e.gid), e.uid, e.seq, e.ts, e.place, e.data';
const OF_TYPES = 'AND e.type IN (SELECT value FROM json_each(?))';
const END = Number.MAX_SAFE_INTEGER;

/**
 * `onDamage` is told of each part of the file that cannot be read; slices then end before it, and a body that
 * cannot be read is shown as unknown.
 */
export function readerOn(db: Database, onDamage: (error: unknown) => void): Reader {
  const slice = (order: string, filter: string) =>
    db
      .prepare<unknown[], EventRow>(
        `SELECT ${EVENT} FROM event e WHERE e.session = ? AND e.seq BETWEEN ? AND ? ${filter} ORDER BY e.seq ${order} LIMIT ?`,
      )
      .raw();
  const all = { asc: slice('ASC', ''), desc: slice('DESC', '') };
  const ofTypes = { asc: slice('ASC', OF_TYPES), desc: slice('DESC', OF_TYPES) };
  const byId = db
    .prepare<[string], [session: string, ...EventRow]>(
      `SELECT s.uid, ${EVENT} FROM event e JOIN session s ON s.id = e.session WHERE e.uid = ?`,
    )
    .raw();
  const typeOf = db.prepare<[string], string>('SELECT type FROM event WHERE uid = ?').pluck();
  const known = db.prepare<[string], string>('SELECT uid FROM event WHERE uid IN (SELECT value FROM json_each(?))').pluck();
  const newest = db
    .prepare<[number, number], [seq: number, ts: number]>(
      'SELECT seq, ts FROM event WHERE session = ? AND seq <= ? ORDER BY seq DESC LIMIT 1',
    )
    .raw();
  const sessions = db
    .prepare<[], [id: string, createdAt: number]>('SELECT uid, created_at FROM session ORDER BY created_at DESC, id DESC')
    .raw();
  const forks = db.prepare<[], Fork>(
    'SELECT s.uid AS session, p.uid AS parent, s.fork_seq AS seq FROM session s JOIN session p ON p.id = s.parent ORDER BY s.id',
  );
  const segmentsOf = segmentsOn(db);
  const bodyText = bodyReader(db);

  /** Reads until the first part that is damaged; `whole` says whether there was none. */
  function attempt<P extends unknown[], R>(statement: Statement<P, R>, ...params: P): { found: R[]; whole: boolean } {
    try {
      return { found: statement.all(...params), whole: true };
    } catch (error) {
      if (!isDamage(error)) throw error;
      onDamage(error);
      return { found: [...untilDamage(statement.iterate(...params))], whole: false };
    }
  }

  const rows = <P extends unknown[], R>(statement: Statement<P, R>, ...params: P): R[] => attempt(statement, ...params).found;

  function segments(session: string): readonly Segment[] {
    try {
      return segmentsOf(session);
    } catch (error) {
      if (!isDamage(error)) throw error;
      onDamage(error);
      return [];
    }
  }

  function body([kept, id, , , place, data]: EventRow): EventBody | UnknownBody {
    try {
      const parsed = parseBody('', JSON.parse(bodyText(kept, { place, blob: kept, data })));
      return parsed.type === 'unknown' ? unknown(id, parsed.data) : parsed;
    } catch (error) {
      onDamage(error);
      return unknown(id, null);
    }
  }

  /** The type is asked for here alone, since most bodies say theirs. */
  const unknown = (id: string, data: unknown): UnknownBody => ({ type: 'unknown', originalType: rows(typeOf, id)[0] ?? '', data });

  /** The body becomes the event: a copy of each would be a tenth of what a slice costs. */
  function event(session: string, row: EventRow): SessionEvent {
    const whole = body(row) as SessionEvent; // complete after the next four lines
    whole.id = row[1];
    whole.session = session;
    whole.seq = row[2];
    whole.processed_at = isoInstant(row[3]);
    return whole;
  }

  function last(session: string): [seq: number, ts: number] | undefined {
    for (const { owner, hi } of segments(session).toReversed()) {
      const [found] = rows(newest, owner, hi);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  return {
    getEvents(session, { from = 1, to = END, types, limit, order = 'asc' } = {}) {
      const parts = within(segments(session), from, to);
      const events: SessionEvent[] = [];
      for (const { owner, lo, hi } of order === 'asc' ? parts : parts.toReversed()) {
        const rest = limit === undefined ? -1 : limit - events.length;
        if (rest === 0) break;
        const { found, whole } =
          types === undefined
            ? attempt(all[order], owner, lo, hi, rest)
            : attempt(ofTypes[order], owner, lo, hi, JSON.stringify(types), rest);
        for (const row of found) events.push(event(session, row));
        if (!whole) break;
      }
      return events;
    },
    known: (ids) => new Set(rows(known, JSON.stringify(ids))),
    getEvent(id) {
      const [found] = rows(byId, id);
      if (found === undefined) return undefined;
      const [session, ...row] = found;
      return event(session, row);
    },
    head: (session) => last(session)?.[0] ?? 0,
    sessions: () =>
      rows(sessions).map(([id, createdAt]) => {
        const [head, updatedAt] = last(id) ?? [0, createdAt];
        return { id, head, createdAt: isoInstant(createdAt), updatedAt: isoInstant(updatedAt) };
      }),
    lineage: () => rows(forks),
    close: () => db.close(),
  };
}
