/**
 * A database beside the log that holds nothing the log does not: it may be deleted, damaged, of another version or
 * locked at any time. Then it is made anew, or done without, and nobody is told.
 */
import { rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { sqliteCode } from '../problems.ts';

/** Milliseconds between the first of a batch of writes and the transaction that makes them. */
const IDLE_MS = 250;
/** Waiting for another process is worse than computing it again. */
const LOCK_WAIT_MS = 500;
/** Milliseconds between two looks at whether the file is still the one that is open. */
const LOOK_MS = 1_000;
/** A file that had to be made anew this often in one run is left alone. */
const MAX_FAILURES = 5;

export interface DerivedSchema<S> {
  /** Of everything in the file, the meaning of its values included; another one's file is deleted. */
  version: number;
  sql: string;
  /** In bytes; rows with large values are read faster from large pages. */
  pageSize: number;
  prepare(db: Database.Database): S;
}

export interface DerivedDatabase<S> {
  /** Undefined where the file cannot be used right now. */
  use<T>(work: (statements: S, db: Database.Database) => T): T | undefined;
  /** Written some time later, with others, in one transaction; lost without harm. */
  later(write: (statements: S) => void): void;
  /** Writes what was put off. */
  flush(): void;
  /** Deletes everything: it was made from another log. */
  forget(): void;
  close(): void;
}

/** `file` is made when it is first used. Null: it is in memory, and goes with the process. */
export function derivedDatabase<S>(file: string | null, schema: DerivedSchema<S>): DerivedDatabase<S> {
  let open: { db: Database.Database; statements: S; inode: number } | null = null;
  let looked = 0;
  let failures = 0;
  let closed = false;
  let waiting: ((statements: S) => void)[] = [];
  let timer: NodeJS.Timeout | undefined;

  function opened(): { db: Database.Database; statements: S } | null {
    if (open !== null && performance.now() - looked > LOOK_MS) {
      looked = performance.now();
      if (inodeOf(file) !== open.inode) shut();
    }
    if (open !== null || closed || failures >= MAX_FAILURES) return open;
    try {
      const db = connect(file ?? ':memory:', schema);
      open = { db, statements: schema.prepare(db), inode: inodeOf(file) };
    } catch (error) {
      discard(error);
    }
    return open;
  }

  function shut(): void {
    open?.db.close();
    open = null;
  }

  function discard(error: unknown): void {
    const code = sqliteCode(error);
    if (code.startsWith('SQLITE_BUSY')) return;
    if (code === '' && !isOfFiles(error)) throw error;
    shut();
    failures += 1;
    try {
      if (file !== null) deleteDerived(file);
    } catch {
      // Somebody else has it open where that cannot be: it is done without.
    }
  }

  function use<T>(work: (statements: S, db: Database.Database) => T): T | undefined {
    const ready = opened();
    if (ready === null) return undefined;
    try {
      return work(ready.statements, ready.db);
    } catch (error) {
      discard(error);
      return undefined;
    }
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    use((statements, db) => {
      db.transaction(() => {
        for (const write of batch) write(statements);
      }).immediate();
    });
  }

  return {
    use,
    later(write) {
      if (failures >= MAX_FAILURES || closed) return;
      waiting.push(write);
      timer ??= setTimeout(flush, IDLE_MS).unref();
    },
    flush,
    forget() {
      shut();
      if (file !== null) deleteDerived(file);
    },
    close() {
      flush();
      closed = true;
      shut();
    },
  };
}

function connect(file: string, { version, sql, pageSize }: Omit<DerivedSchema<unknown>, 'prepare'>): Database.Database {
  const db = tune(new Database(file, { timeout: LOCK_WAIT_MS }), pageSize);
  const found = Number(db.pragma('user_version', { simple: true }));
  if (found === version) return db;
  if (found !== 0) {
    db.close();
    deleteDerived(file);
    return connect(file, { version, sql, pageSize });
  }
  db.transaction(() => {
    db.exec(sql);
    db.pragma(`user_version = ${version}`);
  }).immediate();
  return db;
}

/** What a power cut takes is computed again, so no commit waits for the disk. */
function tune(db: Database.Database, pageSize: number): Database.Database {
  try {
    db.pragma('trusted_schema = OFF');
    db.pragma(`page_size = ${pageSize}`);
    db.pragma('journal_mode = wal');
    db.pragma('synchronous = OFF');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function deleteDerived(file: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
}

const isOfFiles = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

/** 0 where there is no such file. */
function inodeOf(file: string | null): number {
  return (file === null ? undefined : statSync(file, { throwIfNoEntry: false }))?.ino ?? 0;
}
