/** What is computed from the log and kept beside it, in files that can be deleted at any time. */
import type { Database } from 'better-sqlite3';
import { dirname, join } from 'node:path';
import type { SessionState } from '../../../shared/fold.ts';
import type { SearchPage } from '../../../shared/search.ts';
import type { Outline } from '../../../shared/columns/outline.ts';
import type { Skeleton } from '../../../shared/skeleton.ts';
import type { Reader } from '../reader.ts';
import { finderOn, READ_AT_MOST, type Found } from '../search/find.ts';
import { openIndexFile } from '../search/index-file.ts';
import { indexInThread } from '../search/index-thread.ts';
import { indexerOn } from '../search/indexer.ts';
import { indexInSlices } from '../search/indexing.ts';
import { searcherOn, type SearchOptions } from '../search/search.ts';
import { openDerivedStore } from './derived-store.ts';
import { outlinesOn } from './outline.ts';
import { pathsOn } from './path.ts';
import { skeletonsOn } from './skeleton.ts';
import { statesOn } from './states.ts';

/** Milliseconds that a search waits for what was appended a moment ago. */
const FRESH_MS = 1_500;

export interface Derived {
  /**
   * The session without its bodies, from position `from` (1) to `to` or the head. Links go both ways within what is given: a
   * call's to its result, a result's to its call.
   */
  skeleton(session: string, from?: number, to?: number): Promise<Skeleton>;
  /** What a very long session is first drawn from; null for one whose skeleton is as quick. */
  outline(session: string): Promise<Outline | null>;
  /** The state after event `seq`, or at the head; quick however long the session is. */
  stateAt(session: string, seq?: number): SessionState;
  /** Events that `stateAt` would have to fold for the state at the head: few, unless nothing is kept of the session. */
  stateLag(session: string): number;
  /** Full text over all sessions, newest first; `shared/search-query.ts` has the language. An event that forks share is found once. */
  search(text: string, options?: SearchOptions): Promise<SearchPage>;
  /** Where in one session, ancestors included, the query matches. */
  find(session: string, text: string): Promise<Found>;
}

/**
 * Reads the log through `db`. Nothing is kept where `file`, the log's, is null.
 * @param worker the built `search/index-worker.ts`
 */
export function openDerived(db: Database, reader: Reader, file: string | null, worker?: URL): Derived & { close(): Promise<void> } {
  const store = openDerivedStore(file === null ? null : join(dirname(file), 'derived.db'));
  const paths = pathsOn(db);
  const skeletons = skeletonsOn(db, paths, store);
  const outlines = outlinesOn(paths, skeletons, store);
  const states = statesOn(reader.getEvents, paths, store);
  const index = openIndexFile(file);
  const searcher = searcherOn(db, index);
  const finder = finderOn(db, reader, paths, index);
  const indexing = file === null || worker === undefined ? indexInSlices(indexerOn(db, index)) : indexInThread(worker, file);

  return {
    skeleton: (session, from = 1, to) => skeletons.of(session, from, to),
    outline: outlines.of,
    stateAt: (session, seq = Number.MAX_SAFE_INTEGER) => states.at(session, seq),
    stateLag: states.lag,
    async search(text, options = {}) {
      if (searcher.behind() > 0) await indexing.catchUp(FRESH_MS);
      return searcher.page(text, options);
    },
    async find(session, text) {
      if (searcher.behind() > READ_AT_MOST) await indexing.catchUp(FRESH_MS);
      return finder.find(session, text);
    },
    async close() {
      await indexing.close();
      index.close();
      store.close();
    },
  };
}
