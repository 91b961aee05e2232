/** Tells which sessions grew, whoever made them grow: this process as it commits, others within one poll. */
import type { Database } from 'better-sqlite3';

const POLL_MS = 200;

export type GrowthListener = (sessions: readonly string[]) => void;

export interface Stored {
  session: string;
  /** Null: a fork that has no event of its own yet. */
  gids: { first: number; last: number } | null;
}

export interface Growth {
  /** Whether anybody wants to know. */
  readonly heard: boolean;
  /** After a commit of this process, with what it stored of each append, in order. */
  committed(stored: readonly Stored[]): void;
  /** Returns the function that ends it. */
  listen(listener: GrowthListener): () => void;
  close(): void;
}

export function growthOf(db: Database): Growth {
  /** One statement, so one snapshot: nothing can be committed between the names and the gid that they reach to. */
  const since = db.prepare<[number], { uid: string; gid: number }>(
    `SELECT s.uid, max(e.gid) AS gid FROM event e JOIN session s ON s.id = e.session WHERE e.gid > ? GROUP BY s.id`,
  );
  /** Forks that share everything that they have. */
  const bareForks = db
    .prepare<[number], string>('SELECT uid FROM session s WHERE id > ? AND NOT EXISTS (SELECT 1 FROM event e WHERE e.session = s.id)')
    .pluck();
  const newestSession = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM session').pluck();
  const newest = db.prepare<[], number>('SELECT coalesce(max(gid), 0) FROM event').pluck();
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck();
  const listeners = new Set<GrowthListener>();
  let timer: NodeJS.Timeout | undefined;
  let version: number | undefined;
  /** Everything up to here has been told. Commits come one after another, so their gids do too. */
  let told = 0;
  /** Sessions up to this row need no look any more: what comes of them are events. */
  let toldSession = 0;

  function tell(sessions: readonly string[]): void {
    if (sessions.length === 0) return;
    for (const listener of [...listeners]) {
      try {
        listener(sessions);
      } catch (error) {
        // A listener's bug is reported as one, and reaches neither the other listeners nor the commit.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  function catchUp(): void {
    const grown = since.all(told);
    told = Math.max(told, ...grown.map(({ gid }) => gid));
    // Asked before: a fork that is committed in between is told of now or the next time, and never missed.
    const upTo = newestSession.get() ?? 0;
    const bare = bareForks.all(toldSession);
    toldSession = Math.max(toldSession, upTo);
    tell([...grown.map(({ uid }) => uid), ...bare]);
  }

  function poll(): void {
    const current = dataVersion.get();
    if (current === version) return;
    version = current;
    catchUp();
  }

  return {
    get heard() {
      return listeners.size > 0;
    },
    committed(stored) {
      if (listeners.size === 0 || stored.length === 0) return;
      const [first, last] = [stored[0]?.gids, stored.at(-1)?.gids];
      if (last && last.last <= told) return;
      if (first?.first !== told + 1 || !last || stored.some(({ gids }) => gids === null)) return catchUp();
      told = last.last;
      tell([...new Set(stored.map(({ session }) => session))]);
    },
    listen(listener) {
      const entry: GrowthListener = (sessions) => listener(sessions);
      if (listeners.size === 0) {
        version = dataVersion.get();
        told = newest.get() ?? 0;
        toldSession = newestSession.get() ?? 0;
        timer = setInterval(poll, POLL_MS);
      }
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
    close() {
      listeners.clear();
      clearInterval(timer);
    },
  };
}
