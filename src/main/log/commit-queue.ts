/** Group commit: the appends of one tick share a transaction, and so one wait for the disk. */
import type { AppendOutcome, AppendRequest } from './append.ts';
import type { CommitReport } from './store.ts';

/** What becomes of an append that was not rejected. */
export interface Settled {
  outcome: AppendOutcome;
  ts: number;
}

interface Waiting {
  request: AppendRequest;
  resolve: (settled: Settled) => void;
  reject: (error: unknown) => void;
}

/** Carries out a batch, here and now or elsewhere. Where it fails, nothing of the batch was stored. */
export type Commit = (requests: readonly AppendRequest[]) => CommitReport | Promise<CommitReport>;

export interface CommitQueue {
  push(request: AppendRequest): Promise<Settled>;
  /** Resolves when everything that was pushed is settled. */
  drained(): Promise<void>;
}

/** Batches that may be under way at once: while one is at the disk, the next is made ready. */
const UNDER_WAY = Number(process.env['UW'] ?? 2);

export function commitQueue(
  commit: Commit,
  committed: (report: CommitReport, requests: readonly AppendRequest[]) => void,
): CommitQueue {
  let waiting: Waiting[] = [];
  let underWay = 0;
  let scheduled = false;
  let idle: (() => void)[] = [];

  /** At the end of the tick, so that appends which follow from one event travel together. */
  function schedule(): void {
    if (scheduled || underWay >= UNDER_WAY) return;
    if (waiting.length === 0) {
      if (underWay === 0) for (const done of idle.splice(0)) done();
      return;
    }
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      flush();
      schedule();
    });
  }

  function flush(): void {
    const batch = waiting;
    waiting = [];
    const requests = batch.map(({ request }) => request);
    const settle = (report: CommitReport): void => {
      batch.forEach(({ resolve, reject }, i) => {
        const outcome = report.outcomes[i];
        if (outcome === undefined) reject(new Error('The store gave no outcome for an append.'));
        else resolve({ outcome, ts: report.ts });
      });
      committed(report, requests);
    };
    const fail = (error: unknown): void => batch.forEach(({ reject }) => reject(error));
    try {
      const report = commit(requests);
      if (!(report instanceof Promise)) return settle(report);
      underWay += 1;
      void report.then(settle, fail).finally(() => {
        underWay -= 1;
        schedule();
      });
    } catch (error) {
      fail(error);
    }
  }

  return {
    push(request) {
      return new Promise((resolve, reject) => {
        waiting.push({ request, resolve, reject });
        schedule();
      });
    },
    drained() {
      return new Promise((resolve) => {
        idle.push(resolve);
        schedule();
      });
    },
  };
}
