/** The reading half of the log: one connection that cannot write, and every query of slices and heads. */
import type { Database, Statement } from 'better-sqlite3';
import { parseBody, type EventBody, type EventType, type SessionEvent, type UnknownBody } from '../../shared/events.ts';
import { IN_BIG, IN_ROW, bodyReader, present } from './bodies.ts';
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
  sessions(which?: (id: string) => boolean): SessionHead[];
  lineage(): Fork[];
  close(): void;
}

/** `kept` is the blob of a body that is in one, otherwise the event's gid; `data` is null where the body is missing. */
type EventRow = [kept: number, id: string, seq: number, ts: number, place: number, data: string | null];

/** What a slice needs and no more: each column of each row costs. */
const EVENT = 'coalesce(e.blob, e.gid), e.uid, e.seq, e.ts, e.place, e.data';
/** As `EVENT`, with a body that is kept in `big` in its place: asked for one by one, those would take as long as all the others. */
const WHOLE_EVENT = `coalesce(e.blob, e.gid), e.uid, e.seq, e.ts, iif(e.place = ${IN_BIG}, ${IN_ROW}, e.place),
  iif(e.place = ${IN_BIG}, (SELECT b.data FROM big b WHERE b.gid = e.gid), e.data)`;
const OF_TYPES = 'AND e.type IN (SELECT value FROM json_each(?))';
const END = Number.MAX_SAFE_INTEGER;

/**
 * `onDamage` is told of each part of the file that cannot be read; slices then end before it, and a body that
 * cannot be read is shown as unknown.
 */
export function readerOn(db: Database, onDamage: (error: unknown) => void): Reader {
  const sliceOf = (what: string, order: string, filter: string) =>
    db
      .prepare<unknown[], EventRow>(
        `SELECT ${what} FROM event e WHERE e.session = ? AND e.seq BETWEEN ? AND ? ${filter} ORDER BY e.seq ${order} LIMIT ?`,
      )
      .raw();
  const slice = (order: string, filter: string) => ({
    whole: sliceOf(WHOLE_EVENT, order, filter),
    /** Where a part of the file is damaged: that it holds a body takes no other event away. */
    apart: sliceOf(EVENT, order, filter),
  });
  const all = { asc: slice('ASC', ''), desc: slice('DESC', '') };
  const ofTypes = { asc: slice('ASC', OF_TYPES), desc: slice('DESC', OF_TYPES) };
  const byId = db
    .prepare<[string], [session: string, ...EventRow]>(
      `SELECT s.uid, ${EVENT} FROM event_by_id i JOIN event e ON e.gid = i.gid JOIN session s ON s.id = e.session WHERE i.uid = ?`,
    )
    .raw();
  const typeOf = db.prepare<[string], string>('SELECT e.type FROM event_by_id i JOIN event e ON e.gid = i.gid WHERE i.uid = ?').pluck();
  const known = db.prepare<[string], string>('SELECT uid FROM event_by_id WHERE uid IN (SELECT value FROM json_each(?))').pluck();
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

  /** Null where a part of what is asked for is damaged. */
  function attempt<P extends unknown[], R>(statement: Statement<P, R>, params: P): R[] | null {
    try {
      return statement.all(...params);
    } catch (error) {
      if (!isDamage(error)) throw error;
      onDamage(error);
      return null;
    }
  }

  /** Up to the first part that is damaged. */
  const rows = <P extends unknown[], R>(statement: Statement<P, R>, ...params: P): R[] =>
    attempt(statement, params) ?? [...untilDamage(statement.iterate(...params))];

  /** Up to the first part that is damaged; `ended` says whether that is it. */
  function sliceRows({ whole, apart }: ReturnType<typeof slice>, ...params: unknown[]): { found: EventRow[]; ended: boolean } {
    const found = attempt(whole, params) ?? attempt(apart, params);
    return found === null ? { found: [...untilDamage(apart.iterate(...params))], ended: true } : { found, ended: false };
  }

  function segments(session: string): readonly Segment[] {
    try {
      return segmentsOf(session);
    } catch (error) {
      if (!isDamage(error)) throw error;
      onDamage(error);
      return [];
    }
  }

  function body(row: EventRow): EventBody | UnknownBody {
    try {
      const data = present(row[5]);
      const text = row[4] === IN_ROW ? data : bodyText(row[0], { place: row[4], blob: row[0], data });
      const parsed = parseBody('', JSON.parse(text));
      return parsed.type === 'unknown' ? unknown(row[1], parsed.data) : parsed;
    } catch (error) {
      onDamage(error);
      return unknown(row[1], null);
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
        const { found, ended } =
          types === undefined
            ? sliceRows(all[order], owner, lo, hi, rest)
            : sliceRows(ofTypes[order], owner, lo, hi, JSON.stringify(types), rest);
        for (const row of found) events.push(event(session, row));
        if (ended) break;
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
    sessions: (which = () => true) =>
      rows(sessions).flatMap(([id, createdAt]): SessionHead[] => {
        // Where it ends is looked up for each: of tens of thousands that takes a second.
        if (!which(id)) return [];
        const [head, updatedAt] = last(id) ?? [0, createdAt];
        return [{ id, head, createdAt: isoInstant(createdAt), updatedAt: isoInstant(updatedAt) }];
      }),
    lineage: () => rows(forks),
    close: () => db.close(),
  };
}
