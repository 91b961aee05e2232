import Database from 'better-sqlite3';

/** Milliseconds that a connection waits for another's transaction. */
export const LOCK_WAIT_MS = 10_000;

/** A connection that writes: WAL, and a commit is on the disk when it returns. Throws SQLite's errors. */
export function connectWriter(file: string): Database.Database {
  const db = new Database(file, { timeout: LOCK_WAIT_MS });
  try {
    harden(db);
    setPragma(db, 'journal_mode', 'wal');
    // better-sqlite3 is compiled to open WAL at NORMAL, where a power cut takes acknowledged events.
    setPragma(db, 'synchronous', 'FULL', 2);
    setPragma(db, 'foreign_keys', 'ON', 1);
    // A delete that INSERT OR REPLACE implies fires the triggers that refuse it only with this.
    setPragma(db, 'recursive_triggers', 'ON', 1);
    // macOS: fsync alone does not reach the disk. Elsewhere these do nothing.
    db.pragma('fullfsync = ON');
    db.pragma('checkpoint_fullfsync = ON');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A connection that reads what writers commit, and cannot write. Throws where not even the schema can be read. */
export function connectReader(file: string): Database.Database {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: LOCK_WAIT_MS });
  try {
    harden(db);
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Reads what is left of a file that is shorter than it says, which SQLite otherwise refuses altogether. */
export function connectSalvage(file: string): Database.Database {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: LOCK_WAIT_MS });
  harden(db);
  // Together these make SQLite go by the length of the file. The connection cannot write all the same.
  db.unsafeMode(true);
  db.pragma('writable_schema = ON');
  return db;
}

/** The file may come from elsewhere: its schema gets no say over functions or virtual tables. */
function harden(db: Database.Database): void {
  db.pragma('trusted_schema = OFF');
}

function setPragma(db: Database.Database, name: string, value: string, readBack: string | number = value): void {
  db.pragma(`${name} = ${value}`);
  const set: unknown = db.pragma(name, { simple: true });
  if (set !== readBack) throw new Error(`SQLite kept ${name} at ${String(set)} instead of ${value}.`);
}
