/** What an import has read to the end, so that a file which has not changed costs a look at its size and time. */
import Database from 'better-sqlite3';
import { rmSync } from 'node:fs';
import type { SessionFile } from './find-files.ts';

export interface ReadFiles {
  isRead(file: SessionFile): boolean;
  remember(file: SessionFile): void;
  close(): void;
}

/** Of the translation: files are read again when it learns something new. */
const VERSION = 1;

/** The file may be deleted at will: everything is read again, and nothing is doubled. */
export function openReadFiles(file: string): ReadFiles {
  const db = openOrBeginAnew(file);
  const find = db.prepare<[string, number, number, number], number>(
    'SELECT 1 FROM file WHERE path = ? AND size = ? AND changed = ? AND version = ?',
  );
  const keep = db.prepare<[string, number, number, number]>(
    'INSERT OR REPLACE INTO file(path, size, changed, version) VALUES (?, ?, ?, ?)',
  );
  return {
    isRead: ({ path, size, changedAt }) => find.get(path, size, changedAt, VERSION) !== undefined,
    remember: ({ path, size, changedAt }) => void keep.run(path, size, changedAt, VERSION),
    close: () => db.close(),
  };
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
    db.exec('CREATE TABLE IF NOT EXISTS file(path TEXT PRIMARY KEY, size INTEGER, changed REAL, version INTEGER) STRICT');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
