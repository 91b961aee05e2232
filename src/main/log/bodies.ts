/** Where a body is kept: short ones in the event's row, the others beside it so that slices stay fast. */
import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';

/** In UTF-16 units of the body's JSON. A body over `largest` is refused: one that can be stored must also fit in memory when read. */
export const LIMITS = { inRow: 4 * 1024, uncompressed: 64 * 1024, largest: 64 * 1024 * 1024, preview: 256 };

/** Bytes that a body inflates to at most, three for each unit; a blob that gives more is not one of ours. */
const INFLATED = LIMITS.largest * 3;

export const IN_ROW = 0;
export const IN_BIG = 1;
export const IN_BLOB = 2;

/** Level 1 is three times as fast as zlib's default and gives up about a tenth of the saving. */
const DEFLATE_LEVEL = 1;

export interface Placed {
  place: number;
  blob: number | null;
  /** The body, or its beginning where it is kept elsewhere. */
  data: string;
}

export interface BodyWriter {
  /** Before the event's row is written: it names the blob. */
  place(text: string): Placed;
  /** After the event's row is written: `big` goes by its gid. */
  keep(gid: number, placed: Placed, text: string): void;
}

export function bodyWriter(db: Database): BodyWriter {
  const insertBig = db.prepare<[number, string]>('INSERT INTO big(gid, data) VALUES (?, ?)');
  const findBlob = db.prepare<[Buffer], number>('SELECT id FROM blob WHERE hash = ?').pluck();
  const insertBlob = db.prepare<[Buffer, Buffer]>('INSERT INTO blob(hash, data) VALUES (?, ?)');

  function blobId(text: string): number {
    const hash = createHash('sha256').update(text).digest();
    const known = findBlob.get(hash);
    if (known !== undefined) return known;
    return Number(insertBlob.run(hash, deflateSync(text, { level: DEFLATE_LEVEL })).lastInsertRowid);
  }

  return {
    place(text) {
      if (text.length <= LIMITS.inRow) return { place: IN_ROW, blob: null, data: text };
      if (text.length <= LIMITS.uncompressed) return { place: IN_BIG, blob: null, data: preview(text) };
      return { place: IN_BLOB, blob: blobId(text), data: preview(text) };
    },
    keep(gid, { place }, text) {
      if (place === IN_BIG) insertBig.run(gid, text);
    },
  };
}

/** Gives the whole body of an event's row. Throws where the part that is kept elsewhere is gone or damaged. */
export type BodyReader = (gid: number, placed: Placed) => string;

export function bodyReader(db: Database): BodyReader {
  const findBig = db.prepare<[number], string>('SELECT data FROM big WHERE gid = ?').pluck();
  const findBlob = db.prepare<[number | null], Buffer>('SELECT data FROM blob WHERE id = ?').pluck();
  return (gid, { place, blob, data }) => {
    if (place === IN_ROW) return data;
    if (place === IN_BIG) return present(findBig.get(gid));
    return inflateSync(present(findBlob.get(blob)), { maxOutputLength: INFLATED }).toString('utf8');
  };
}

/** Throws where a body's row, or what it should hold, is not there. */
export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('the body is missing');
  return value;
}

/** The body's beginning, never half of a character. */
export function preview(text: string): string {
  const cut = text.slice(0, LIMITS.preview);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
