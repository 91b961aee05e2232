/** What is left of a damaged file. */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';

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
  const sessions = db.prepare<[], { id: number; head: number }>('SELECT id, head FROM session').all();
  const rows = db.prepare<[number], number>('SELECT length(data) FROM event WHERE session = ? ORDER BY seq').pluck();
  let whole = 0;
  let readable = 0;
  for (const { id, head } of sessions) {
    const events = countUntilDamage(rows.iterate(id));
    readable += events;
    if (events === head) whole += 1;
  }
  return `${whole} of its ${sessions.length} sessions can be read whole; ${readable} events can be read in all.`;
}

function countUntilDamage(rows: Iterable<unknown>): number {
  let count = 0;
  try {
    for (const _ of rows) count += 1;
  } catch {
    // The first row that cannot be read ends what is readable of its session.
  }
  return count;
}
