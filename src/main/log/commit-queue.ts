/**
 * Group commit: the appends of one tick share a transaction, and so one wait for the disk. A session that appends on its own
 * waits for nobody: its append is committed at once.
 */
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

/** Of one round of the event loop; each may hold it up for as long as the disk takes. */
const COMMITS_A_ROUND = 8;

/**
 * One batch is under way at a time: what arrives meanwhile travels together next. Two at once were measured to be
 * no faster, since each waits for the disk on its own.
 */
export function commitQueue(commit: Commit, committed: (report: CommitReport, requests: readonly AppendRequest[]) => void): CommitQueue {
  let waiting: Waiting[] = [];
  let underWay = false;
  let scheduled = false;
  let inThisRound = 0;
  let lastBatch = 0;
  let inThisTick = false;
  const idle: (() => void)[] = [];

  /**
   * When all that follows from one event has run, so that its appends travel together: once the promises are settled, or,
   * where that was done often enough, after the event loop went round, so that nothing else waits for a busy session.
   */
  function schedule(): void {
    if (scheduled || underWay) return;
    if (waiting.length === 0) {
      for (const done of idle.splice(0)) done();
      return;
    }
    scheduled = true;
    const go = (): void => {
      scheduled = false;
      flush();
      schedule();
    };
    if (inThisRound < COMMITS_A_ROUND) process.nextTick(go);
    else setImmediate(go);
  }

  function countCommit(): void {
    inThisRound += 1;
    if (inThisRound > 1) return;
    setImmediate(() => {
      inThisRound = 0;
    });
  }

  /**
   * The one before was alone too, nothing else came in this tick, and the event loop is not held up. What comes at the same
   * time after all travels together next, of a burst that begins in this tick or in others of this round.
   */
  const isAlone = (): boolean =>
    lastBatch === 1 && waiting.length === 1 && !inThisTick && !scheduled && !underWay && inThisRound < COMMITS_A_ROUND;

  function flushAlone(): void {
    inThisTick = true;
    queueMicrotask(() => {
      inThisTick = false;
    });
    flush();
  }

  function flush(): void {
    countCommit();
    const batch = waiting;
    waiting = [];
    lastBatch = batch.length;
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
    const report = attempt(() => commit(requests), fail);
    if (report === undefined) return;
    if (!(report instanceof Promise)) return settle(report);
    underWay = true;
    void report.then(settle, fail).finally(() => {
      underWay = false;
      schedule();
    });
  }

  return {
    push(request) {
      return new Promise((resolve, reject) => {
        waiting.push({ request, resolve, reject });
        if (isAlone()) flushAlone();
        else schedule();
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

function attempt<T>(work: () => T, fail: (error: unknown) => void): T | undefined {
  try {
    return work();
  } catch (error) {
    fail(error);
    return undefined;
  }
}
