/** When events are indexed: in a thread as they come, or on this thread, a little at a time, once somebody searches. */
import { setImmediate as nextTick } from 'node:timers/promises';
import type { Indexer } from './indexer.ts';

export interface Indexing {
  /** Resolves when what was appended before is indexed, or after `ms` milliseconds; it goes on all the same. */
  catchUp(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds that the thread may be kept from anything else. */
const SLICE_MS = 8;

export function indexInSlices(indexer: Indexer): Indexing {
  let closed = false;
  let running: Promise<void> | null = null;
  let tidying: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (!closed && indexer.step(SLICE_MS) > 0) await nextTick();
    running = null;
    tidying ??= tidy();
  }

  async function tidy(): Promise<void> {
    do await nextTick();
    while (!closed && running === null && indexer.tidy());
    tidying = null;
  }

  return {
    catchUp: (ms) => within(ms, (running ??= run())),
    async close() {
      closed = true;
      await running;
      await tidying;
    },
  };
}

/** Resolves with `work`, or after `ms`. */
export async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
