import type { Database } from 'better-sqlite3';
import { IN_ROW, bodyReader, preview } from './bodies.ts';
import { genesis, linkHash } from './chain.ts';
import { isDamage } from './problems.ts';
import { segmentsOn } from './segments.ts';
import { chainRows, type ChainRow } from './verify-rows.ts';
import { verifySegments } from './verify-segments.ts';

/** `seq` is the first event that does not fit; 0 where the session itself does not. */
export type Verification = { ok: true; events: number } | { ok: false; seq: number; reason: string };

/** Where a verification may pause: the database is not held. */
type Steps = Generator<void, Verification, undefined>;

/**
 * Walks a session from its first event to its head, ancestors included, and computes every hash anew. A chain
 * cannot show that its end was cut off; what is left behind by a careless cut is looked for.
 */
export function verify(db: Database, session: string): Verification {
  const steps = verifySteps(db, session);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As `verify`, and lets everything else go on meanwhile, however long the session is. */
export async function verifyGently(db: Database, session: string, signal: AbortSignal): Promise<Verification> {
  const steps = verifySteps(db, session);
  for (;;) {
    signal.throwIfAborted();
    const step = steps.next();
    if (step.done === true) return step.value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function* verifySteps(db: Database, session: string): Steps {
  try {
    return verifySegments(db, session) ?? (yield* verifyEvents(db, session));
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { ok: false, seq: 0, reason: 'The session cannot be read.' };
  }
}

function* verifyEvents(db: Database, session: string): Steps {
  const segments = segmentsOn(db)(session);
  const shared = (segments.at(-1)?.lo ?? 1) - 1;
  const body = bodyCheck(db);
  let last: ChainRow | undefined;
  let seq = 0;
  try {
    for (const rows of chainRows(db, segments)) {
      for (const row of rows) {
        const reason = misfit(row, seq + 1, last, body);
        if (reason !== null) return { ok: false, seq: seq + 1, reason };
        last = row;
        seq += 1;
      }
      yield;
    }
  } catch (error) {
    const reason = `It cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
    return { ok: false, seq: seq + 1, reason };
  }
  if (seq < Math.max(shared, 1)) return { ok: false, seq: seq + 1, reason: 'The event is missing.' };
  return stray(db) ?? { ok: true, events: seq };
}

/** Why a row does not follow the one before it, or null. */
function misfit(row: ChainRow, seq: number, last: ChainRow | undefined, body: (row: ChainRow) => string): string | null {
  if (row.seq !== seq) return 'The event is missing.';
  const prev = last?.hash ?? genesis(row.owner);
  const hash = linkHash(prev, { id: row.uid, seq, ts: row.ts, type: row.type, text: body(row) });
  if (row.hash !== hash) return 'It is not what was appended.';
  if (row.found !== row.gid) return 'Its id leads to another event, or nowhere.';
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
