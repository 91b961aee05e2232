/** The indexer in a thread of its own. */
import { Worker } from 'node:worker_threads';
import { within, type Indexing } from './indexing.ts';

/** To the thread. `hurry`: somebody waits for what was appended so far. */
export type IndexRequest = { kind: 'hurry'; id: number } | { kind: 'close' };

/** From the thread: all that was appended before the `hurry` of this id is indexed. */
export interface IndexReply {
  caughtUp: number;
}

/** `entry` is the built `index-worker.ts`; `file` a log that exists. Where the thread ends, nothing is indexed any more. */
export function indexInThread(entry: URL, file: string): Indexing {
  const worker = new Worker(entry, { workerData: { file }, name: 'drover-index' });
  const waiting = new Map<number, () => void>();
  let last = 0;
  let alive = true;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  void ended.then(() => {
    alive = false;
    for (const resolve of waiting.values()) resolve();
  });
  worker.on('error', () => (alive = false));
  worker.on('message', ({ caughtUp }: IndexReply) => {
    waiting.get(caughtUp)?.();
    waiting.delete(caughtUp);
  });
  // Nothing waits for it that could not be done later.
  worker.unref();
  const post = (request: IndexRequest): void => worker.postMessage(request);

  return {
    async catchUp(ms) {
      if (!alive) return;
      const id = (last += 1);
      const done = new Promise<void>((resolve) => waiting.set(id, resolve));
      post({ kind: 'hurry', id });
      await within(ms, done);
      waiting.delete(id);
    },
    async close() {
      if (!alive) return;
      worker.ref();
      post({ kind: 'close' });
      await ended;
    },
  };
}
