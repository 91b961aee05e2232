/** What is left of a damaged file. */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { isDamage } from './problems.ts';

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

/**
 * Says how much of the file is gone, going by SQLite's header; null where it is whole, new or no database.
 * Costs one read. Only a file whose write-ahead log has been folded in can be judged so.
 */
export function missingPages(file: string): string | null {
  if (!existsSync(file) || (existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0)) return null;
  const header = Buffer.alloc(HEADER_BYTES);
  const fd = openSync(file, 'r');
  try {
    if (readSync(fd, header) < HEADER_BYTES) return null;
  } finally {
    closeSync(fd);
  }
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return null;
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const expected = pageSize * header.readUInt32BE(28);
  const { size } = statSync(file);
  return size < expected ? `${expected - size} of its ${expected} bytes are missing at the end` : null;
}

/** Reads every session as far as it goes; one sentence. Throws where not even the list of sessions can be read. */
export function readablePart(db: Database): string {
  const sessions = db.prepare<[], number>('SELECT id FROM session').pluck().all();
  const rows = db.prepare<[number], string>('SELECT data FROM event WHERE session = ? ORDER BY seq').pluck();
  let events = 0;
  for (const id of sessions) for (const _ of untilDamage(rows.iterate(id))) events += 1;
  return `${events} events of ${sessions.length} sessions can still be read.`;
}

/** The rows before the first that cannot be read. */
export function* untilDamage<T>(rows: Iterable<T>): Generator<T, void, undefined> {
  try {
    yield* rows;
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
}
