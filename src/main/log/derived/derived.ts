/** What is computed from the log and kept beside it, in files that can be deleted at any time. */
import type { Database } from 'better-sqlite3';
import { dirname, join } from 'node:path';
import type { SessionState } from '../../../shared/fold.ts';
import type { Skeleton } from '../../../shared/skeleton.ts';
import type { Reader } from '../reader.ts';
import { openDerivedStore } from './derived-store.ts';
import { pathsOn } from './path.ts';
import { skeletonsOn } from './skeleton.ts';
import { statesOn } from './states.ts';

export interface Derived {
  skeleton(session: string, from?: number): Promise<Skeleton>;
  stateAt(session: string, seq?: number): SessionState;
  close(): void;
}

/** Reads the log through `db`. Nothing is kept where `file`, the log's, is null. */
export function openDerived(db: Database, reader: Reader, file: string | null): Derived {
  const store = openDerivedStore(file === null ? null : join(dirname(file), 'derived.db'));
  const paths = pathsOn(db);
  const skeletons = skeletonsOn(db, paths, store);
  const states = statesOn(reader.getEvents, paths, store);
  return {
    skeleton: (session, from = 1) => skeletons.of(session, from),
    stateAt: (session, seq = Number.MAX_SAFE_INTEGER) => states.at(session, seq),
    close: store.close,
  };
}
