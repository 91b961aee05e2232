/** How far an import has read each file, so that one which has not changed costs a look at its size and time, and one that grew costs what is new. */
import Database from 'better-sqlite3';
import { rmSync } from 'node:fs';
import { deflateSync, inflateSync } from 'node:zlib';
import type { SessionFile } from './find-files.ts';
import { TranslatorState } from './translator-state.ts';

export interface ReadPart {
  /** The next line begins here. */
  offset: number;
  /** Of the part before it. */
  digest: string;
  state: TranslatorState;
}

export interface ReadFiles {
  /** To its end, as it is now. */
  isRead(file: SessionFile): boolean;
  /** Null where nothing is known of it. */
  part(file: SessionFile): ReadPart | null;
  /** @param whole read to its end; otherwise there is more, and the next import goes on after the part */
  remember(file: SessionFile, part: ReadPart, whole: boolean): void;
  close(): void;
}

/** Of the translation: files are read again when it learns something new. */
const VERSION = 2;

/** The file may be deleted at will: everything is read again, and nothing is doubled. */
export function openReadFiles(file: string): ReadFiles {
  const db = openOrBeginAnew(file);
  const find = db
    .prepare<[string, number, number, number], number>(
      'SELECT 1 FROM part WHERE path = ? AND size = ? AND changed = ? AND version = ? AND whole = 1',
    )
    .pluck();
  const get = db.prepare<[string, number], { offset: number; digest: string; state: Buffer }>(
    'SELECT offset, digest, state FROM part WHERE path = ? AND version = ?',
  );
  const keep = db.prepare<[string, number, number, number, number, number, string, Buffer]>(
    'INSERT OR REPLACE INTO part(path, size, changed, version, whole, offset, digest, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  return {
    isRead: ({ path, size, changedAt }) => find.get(path, size, changedAt, VERSION) !== undefined,
    part({ path }) {
      const row = get.get(path, VERSION);
      const state = row === undefined ? null : unpack(row.state);
      return row === undefined || state === null ? null : { offset: row.offset, digest: row.digest, state };
    },
    remember({ path, size, changedAt }, { offset, digest, state }, whole) {
      keep.run(path, size, changedAt, VERSION, whole ? 1 : 0, offset, digest, deflateSync(JSON.stringify(state), { level: 1 }));
    },
    close: () => db.close(),
  };
}

/** Null where it is not what this version writes: the file is read from its start. */
function unpack(packed: Buffer): TranslatorState | null {
  try {
    return TranslatorState.safeParse(JSON.parse(inflateSync(packed).toString())).data ?? null;
  } catch {
    return null;
  }
}

function openOrBeginAnew(file: string): Database.Database {
  try {
    return open(file);
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !/^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    return open(file);
  }
}

function open(file: string): Database.Database {
  const db = new Database(file);
  try {
    db.pragma('journal_mode = wal');
    // What a power cut takes is read again.
    db.pragma('synchronous = NORMAL');
    // What 0.1.0 kept: it knew no offsets.
    db.exec('DROP TABLE IF EXISTS file');
    db.exec(
      `CREATE TABLE IF NOT EXISTS part(
         path TEXT PRIMARY KEY, size INTEGER, changed REAL, version INTEGER, whole INTEGER, offset INTEGER, digest TEXT, state BLOB
       ) STRICT`,
    );
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
