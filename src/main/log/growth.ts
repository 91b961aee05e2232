/** Tells which sessions grew, whoever made them grow: this process as it commits, others within one poll. */
import type { Database } from 'better-sqlite3';

const POLL_MS = 200;

export type GrowthListener = (sessions: readonly string[]) => void;

export interface Stored {
  session: string;
  firstGid: number;
  lastGid: number;
}

export interface Growth {
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
  const newest = db.prepare<[], number>('SELECT coalesce(max(gid), 0) FROM event').pluck();
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck();
  const listeners = new Set<GrowthListener>();
  let timer: NodeJS.Timeout | undefined;
  let version: number | undefined;
  /** Everything up to here has been told. Commits come one after another, so their gids do too. */
  let told = 0;

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
    tell(grown.map(({ uid }) => uid));
  }

  function poll(): void {
    const current = dataVersion.get();
    if (current === version) return;
    version = current;
    catchUp();
  }

  return {
    committed(stored) {
      const [first, last] = [stored[0], stored.at(-1)];
      if (listeners.size === 0 || first === undefined || last === undefined || last.lastGid <= told) return;
      if (first.firstGid !== told + 1) return catchUp();
      told = last.lastGid;
      tell([...new Set(stored.map(({ session }) => session))]);
    },
    listen(listener) {
      const entry: GrowthListener = (sessions) => listener(sessions);
      if (listeners.size === 0) {
        version = dataVersion.get();
        told = newest.get() ?? 0;
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
