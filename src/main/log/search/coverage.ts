import type { Database } from 'better-sqlite3';
import type { IndexFile } from './index-file.ts';

/** How far the index reaches: the gid of its last event, 0 where it is empty, null where it was made from another log. */
export function coverageOf(db: Database, index: IndexFile): () => number | null {
  const hashOf = db.prepare<[number], Buffer>('SELECT hash FROM event WHERE gid = ?').pluck();
  return () => {
    const mark = index.use((statements) => statements.mark.get());
    if (mark === undefined) return 0;
    return hashOf.get(mark.gid)?.equals(mark.hash) === true ? mark.gid : null;
  };
}
