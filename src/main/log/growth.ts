/** Tells which sessions grew, whoever made them grow: this process as it commits, others within one poll. */
import type { Database } from 'better-sqlite3';

const POLL_MS = 200;

export type GrowthListener = (sessions: readonly string[]) => void;

export interface Growth {
  /** After a commit of this process; its events are `firstGid..lastGid`. */
  committed(firstGid: number, lastGid: number, sessions: readonly string[]): void;
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
    for (const listener of [...listeners]) listener(sessions);
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
    committed(firstGid, lastGid, sessions) {
      if (listeners.size === 0 || lastGid <= told) return;
      if (firstGid !== told + 1) return catchUp();
      told = lastGid;
      tell(sessions);
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
