/** Takes in what `exportRows` gave: events keep their ids, bodies and hashes, whichever log they come to. */
import type { Database } from 'better-sqlite3';
import { ProblemError } from '../../shared/problem.ts';
import type { AppendRequest, StoredEvent } from './append.ts';
import type { Settled } from './commit-queue.ts';
import { LIMITS } from './bodies.ts';
import { genesis, linkHash } from './chain.ts';
import type { EventRow, LogRow, SessionRow } from './export-rows.ts';
import { isEventId, isSessionId } from './ids.ts';
import { foreignRow, tooLarge } from './problems.ts';

export interface TakenIn {
  /** Every session of the rows, in their order. */
  sessions: string[];
  /** Events that were not there before. */
  added: number;
}

/** What the log has of a session already. */
export interface StoredRows {
  session(id: string): { parent: string | null; forkSeq: number | null; madeAt: number } | undefined;
  /** The chain's hash at a position that the session reads, or undefined. */
  hash(session: string, seq: number): string | undefined;
}

type Push = (request: AppendRequest) => Promise<Settled>;

/** A commit's worth of events. */
const BATCH = { events: 500, characters: 4 * 1024 * 1024 };

/** The session that is being taken in. */
interface Current {
  row: SessionRow;
  seq: number;
  hash: string;
  /** Made before, or by its first commit. */
  made: boolean;
  /** Not stored yet. */
  events: StoredEvent[];
  characters: number;
}

export async function takeIn(stored: StoredRows, push: Push, rows: Iterable<LogRow> | AsyncIterable<LogRow>): Promise<TakenIn> {
  const sessions: string[] = [];
  let added = 0;
  let current: Current | null = null;

  async function flush(open: Current | null): Promise<void> {
    if (open === null) return;
    const { row, made, events, seq } = open;
    if (events.length === 0 && (made || row.parent === null)) return;
    const { outcome } = await push({
      session: row.id,
      expectedHead: seq - events.length,
      events,
      ...(!made && { madeAt: row.madeAt }),
      ...(!made && row.parent !== null && { forkOf: row.parent.session }),
    });
    if (outcome.kind === 'conflict') throw refusal(`It grew while it was taken in; it is at event ${outcome.head} now.`, row.id, seq);
    if (outcome.kind === 'duplicate') throw refusal('Another session has an event with the id of this one or one before it.', row.id, seq);
    added += events.length;
    Object.assign(open, { made: true, events: [], characters: 0 });
  }

  for await (const row of rows) {
    if (row.kind === 'session') {
      await flush(current);
      current = begin(stored, row);
      sessions.push(row.id);
    } else {
      if (current === null || row.session !== current.row.id) throw refusal('It stands before its session.', row.session, row.seq);
      add(stored, current, row);
      if (current.events.length >= BATCH.events || current.characters >= BATCH.characters) await flush(current);
    }
  }
  await flush(current);
  return { sessions, added };
}

function begin(stored: StoredRows, row: SessionRow): Current {
  const { id, parent, madeAt } = row;
  if (!isSessionId(id) || !Number.isSafeInteger(madeAt)) throw refusal('This is no session of a log.', id, 0);
  const known = stored.session(id);
  const same = known?.parent === (parent?.session ?? null) && known.forkSeq === (parent?.seq ?? null) && known.madeAt === madeAt;
  if (known !== undefined && !same) throw refusal('A session with this id was made at another time or forked from another event.', id, 0);
  const hash = parent === null ? genesis(id) : stored.hash(parent.session, parent.seq);
  if (hash === undefined) throw refusal('The event that it was forked from is missing.', id, parent?.seq ?? 0);
  return { row, seq: parent?.seq ?? 0, hash, made: known !== undefined, events: [], characters: 0 };
}

function add(stored: StoredRows, current: Current, { id, session, seq, ts, type, text, hash }: EventRow): void {
  if (seq !== current.seq + 1) throw refusal('The event before it is missing.', session, seq);
  if (text.length > LIMITS.largest) throw new ProblemError(tooLarge(`session ${session}, event ${seq}`));
  if (!isEventId(id) || !Number.isSafeInteger(ts) || !isJson(text)) throw refusal('This is no event of a log.', session, seq);
  const link = linkHash(current.hash, { id, seq, ts, type, text });
  if (link !== hash) throw refusal('Its hash is not that of its content.', session, seq);
  const first = current.row.parent === null && seq === 1;
  if (first && ts !== current.row.madeAt) throw refusal('Its time is not that of its session.', session, seq);
  const known = current.made && current.events.length === 0 ? stored.hash(session, seq) : undefined;
  if (known !== undefined && known !== link) throw refusal('The log has another event in this place.', session, seq);
  current.seq = seq;
  current.hash = link;
  if (known !== undefined) return;
  current.events.push({ id, type, text, ts });
  current.characters += text.length;
}

function refusal(what: string, session: string, seq: number): ProblemError {
  return new ProblemError(foreignRow(what, session, seq));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export function storedRows(db: Database): StoredRows {
  const session = db.prepare<[string], { parent: string | null; forkSeq: number | null; madeAt: number }>(
    'SELECT p.uid AS parent, s.fork_seq AS forkSeq, s.created_at AS madeAt FROM session s LEFT JOIN session p ON p.id = s.parent WHERE s.uid = ?',
  );
  const hash = db
    .prepare<[seq: number, uid: string], string>(
      `SELECT lower(hex(e.hash)) FROM session s CROSS JOIN segment g ON g.session = s.id
       CROSS JOIN event e ON e.session = g.owner AND e.seq BETWEEN g.lo AND g.hi AND e.seq = ? WHERE s.uid = ?`,
    )
    .pluck();
  return { session: (id) => session.get(id), hash: (id, seq) => hash.get(seq, id) };
}
