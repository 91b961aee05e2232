import { UnwritableLogError } from '../../shared/problem.ts';
import type { AppendRequest } from './append.ts';
import type { Commit } from './commit-queue.ts';
import { LOCK_WAIT_MS } from './connect.ts';
import { commitProblem, locked } from './problems.ts';
import type { StoreThread } from './store-thread.ts';
import type { CommitReport, Store } from './store.ts';

/** What the main thread writes itself: going to the thread and back would cost it more than waiting for the disk. */
const LIGHT = { appends: 1, characters: 64 * 1024, milliseconds: 5 };

/**
 * Decides where a batch is committed. A lone short append is fastest here, while the disk answers promptly;
 * whatever would hold up the main thread goes to the store's thread, where there is one.
 */
export function committer(file: string, store: Store, thread: StoreThread | null): Commit {
  let lastMs = 0;

  const isLight = (requests: readonly AppendRequest[]): boolean =>
    requests.length <= LIGHT.appends && lastMs <= LIGHT.milliseconds && characters(requests) <= LIGHT.characters;

  function here(requests: readonly AppendRequest[], lockWaitMs: number): CommitReport | null {
    try {
      return store.commit(requests, lockWaitMs);
    } catch (error) {
      throw commitProblem(error, file);
    }
  }

  const noted = (report: CommitReport): CommitReport => {
    lastMs = report.ms;
    return report;
  };

  return (requests) => {
    const available = thread?.ready === true ? thread : null;
    if (available === null || isLight(requests)) {
      // Where there is a thread, it does the waiting for another process's lock.
      const report = here(requests, available === null ? LOCK_WAIT_MS : 0);
      if (report !== null) return noted(report);
    }
    if (available === null) throw new UnwritableLogError(locked(file));
    return available.commit(requests).then(noted);
  };
}

function characters(requests: readonly AppendRequest[]): number {
  return requests.reduce((sum, { events }) => events.reduce((all, { text }) => all + text.length, sum), 0);
}
