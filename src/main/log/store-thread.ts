/** The store in a thread of its own, so that the main thread does not stand still while many events are written. */
import { Worker } from 'node:worker_threads';
import { ProblemError, UnwritableLogError, type Problem } from '../../shared/problem.ts';
import type { AppendRequest } from './append.ts';
import { outcomeUnknown } from './problems.ts';
import type { CommitReport } from './store.ts';

/** To the thread. Answers come in the order of the questions. */
export type ThreadRequest = { kind: 'commit'; requests: readonly AppendRequest[] } | { kind: 'close' };

/** From the thread. */
export type ThreadReply =
  { kind: 'ready' } | { kind: 'report'; report: CommitReport } | { kind: 'failed'; problem: Problem; unwritable: boolean };

export interface StoreThread {
  /** False before the thread has opened the log, and once it has ended. */
  readonly ready: boolean;
  commit(requests: readonly AppendRequest[]): Promise<CommitReport>;
  close(): Promise<void>;
}

/** `entry` is the built `store-worker.ts`; `file` a log that exists. A thread that fails is not restarted. */
export function startStoreThread(entry: URL, file: string): StoreThread {
  const worker = new Worker(entry, { workerData: { file }, name: 'drover-log' });
  const unanswered: { resolve: (report: CommitReport) => void; reject: (error: unknown) => void }[] = [];
  let ready = false;

  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const fail = (cause?: unknown): void => {
    ready = false;
    for (const { reject } of unanswered.splice(0)) reject(new ProblemError(outcomeUnknown(file), { cause }));
  };
  worker.on('error', fail);
  void ended.then(() => fail());
  worker.on('message', (reply: ThreadReply) => {
    if (reply.kind === 'ready') {
      ready = true;
      return;
    }
    const asked = unanswered.shift();
    if (unanswered.length === 0) worker.unref();
    if (reply.kind === 'report') asked?.resolve(reply.report);
    else asked?.reject(reply.unwritable ? new UnwritableLogError(reply.problem) : new ProblemError(reply.problem));
  });
  // It keeps the process alive only while an answer is due.
  worker.unref();

  const post = (request: ThreadRequest): void => worker.postMessage(request);
  return {
    get ready() {
      return ready;
    },
    commit: (requests) =>
      new Promise((resolve, reject) => {
        unanswered.push({ resolve, reject });
        worker.ref();
        post({ kind: 'commit', requests });
      }),
    async close() {
      worker.ref();
      post({ kind: 'close' });
      await ended;
    },
  };
}
