/**
 * The writing half of the log: synchronous, on one connection, and knowing neither events nor promises, so that
 * it runs as well in a worker thread. What it is given are rows; what it tells is what became of each append.
 */
import type { Database } from 'better-sqlite3';
import { appender, type AppendOutcome, type AppendRequest } from './append.ts';
import { LOCK_WAIT_MS, connectWriter } from './connect.ts';
import { sqliteCode } from './problems.ts';

export interface CommitReport {
  /** Milliseconds since 1970: the `ts` of every event of the commit. */
  ts: number;
  /** How long it took, in milliseconds. */
  ms: number;
  /** In the order of the requests. */
  outcomes: AppendOutcome[];
}

export interface Store {
  /**
   * Carries out the appends in one transaction that is on the disk at return; an append that is refused leaves
   * the others standing. Null where another connection held the lock for longer than `lockWaitMs`. Throws
   * SQLite's error, with nothing stored, where the commit itself failed.
   */
  commit(requests: readonly AppendRequest[], lockWaitMs: number): CommitReport | null;
  close(): void;
}

/** Opens a log that exists and is up to date; see `openDatabase`. */
export function openStore(file: string): Store {
  return storeOn(connectWriter(file));
}

export function storeOn(db: Database): Store {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const { append, appendAlone, forget } = appender(db);
  let waits = LOCK_WAIT_MS;

  return {
    commit(requests, lockWaitMs) {
      const started = performance.now();
      if (waits !== lockWaitMs) db.pragma(`busy_timeout = ${lockWaitMs}`);
      waits = lockWaitMs;
      const ts = Date.now();
      try {
        const [request] = requests;
        const outcome = requests.length === 1 && request !== undefined ? appendAlone(request, ts) : null;
        if (outcome !== null) return { ts, ms: performance.now() - started, outcomes: [outcome] };
        begin.run();
      } catch (error) {
        if (sqliteCode(error).startsWith('SQLITE_BUSY')) return null;
        throw error;
      }
      try {
        const outcomes = requests.map((request) => append(request, ts));
        commit.run();
        return { ts, ms: performance.now() - started, outcomes };
      } catch (error) {
        // SQLite has rolled back by itself after some failures, such as a full disk.
        if (db.inTransaction) rollback.run();
        forget();
        throw error;
      }
    },
    close: () => db.close(),
  };
}
