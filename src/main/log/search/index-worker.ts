/** Entry of the thread that keeps what is derived from the log up with it: built as a file of its own, started by `indexInThread`. */
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { join, dirname } from 'node:path';
import { connectReader } from '../connect.ts';
import { openDerivedStore } from '../derived/derived-store.ts';
import { warmerOn } from '../derived/keep-warm.ts';
import { outlinesOn } from '../derived/outline.ts';
import { pathsOn } from '../derived/path.ts';
import { skeletonsOn } from '../derived/skeleton.ts';
import { statesOn } from '../derived/states.ts';
import { readerOn } from '../reader.ts';
import { openIndexFile } from './index-file.ts';
import { indexerOn } from './indexer.ts';
import type { IndexReply, IndexRequest } from './index-thread.ts';

/** Milliseconds between two looks at a log that rests. */
const POLL_MS = 250;
/** Milliseconds between two rounds of what nobody waits for. */
const WARM_MS = 2_000;
/** Of one transaction. */
const STEP_MS = 50;
/** While others append, this part of the time is left to them. */
const PAUSES_A_STEP = 4;

async function keepUp(port: MessagePort, file: string): Promise<void> {
  const db = connectReader(file);
  const index = openIndexFile(file);
  const indexer = indexerOn(db, index);
  const newest = db.prepare<[], number>('SELECT coalesce(max(gid), 0) FROM event').pluck();
  const store = openDerivedStore(join(dirname(file), 'derived.db'));
  const paths = pathsOn(db);
  const states = statesOn(readerOn(db, () => {}).getEvents, paths, store);
  const skeletons = skeletonsOn(db, paths, store);
  const outlines = outlinesOn(paths, skeletons, store);
  const warmer = warmerOn(db, states, skeletons, outlines, index.use(({ mark }) => mark.get()?.gid) ?? 0);
  let hurrying: number[] = [];
  let closing = false;
  let wake = new AbortController();

  port.on('message', (request: IndexRequest) => {
    if (request.kind === 'close') closing = true;
    else hurrying.push(request.id);
    wake.abort();
  });
  const rest = async (ms: number): Promise<void> => {
    if (hurrying.length === 0 && !closing) await pause(ms, undefined, { signal: wake.signal }).catch(() => undefined);
    else await pause(0);
    wake = new AbortController();
  };

  for (let seen = -1, warmed = 0, warmedAt = 0, untidy = false; !closing;) {
    const head = newest.get() ?? 0;
    const asked = hurrying;
    const started = performance.now();
    const count = indexer.step(STEP_MS);
    if (count > 0) {
      await rest(head === seen ? 0 : (performance.now() - started) * PAUSES_A_STEP);
    } else {
      for (const caughtUp of asked) port.postMessage({ caughtUp } satisfies IndexReply);
      hurrying = hurrying.filter((id) => !asked.includes(id));
      if (head !== warmed && started - warmedAt > WARM_MS) {
        await warmer.warm(() => closing || hurrying.length > 0);
        [warmed, warmedAt] = [head, started];
        untidy = true;
      }
      while (untidy && hurrying.length === 0 && !closing) {
        untidy = indexer.tidy();
        await pause(0);
      }
      await rest(POLL_MS);
    }
    seen = head;
  }
  index.close();
  store.close();
  db.close();
  port.close();
}

if (parentPort !== null) {
  const { file } = workerData as { file: string }; // what indexInThread gives
  await keepUp(parentPort, file);
}
