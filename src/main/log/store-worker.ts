/** Entry of the store's thread: built as a file of its own, started by `startStoreThread`. */
import { parentPort, workerData } from 'node:worker_threads';
import { UnwritableLogError } from '../../shared/problem.ts';
import { LOCK_WAIT_MS } from './connect.ts';
import { commitProblem, locked } from './problems.ts';
import { openStore, type Store } from './store.ts';
import type { ThreadReply, ThreadRequest } from './store-thread.ts';

function answer(store: Store, file: string, requests: Parameters<Store['commit']>[0]): ThreadReply {
  try {
    const report = store.commit(requests, LOCK_WAIT_MS);
    return report === null ? { kind: 'failed', problem: locked(file), unwritable: true } : { kind: 'report', report };
  } catch (error) {
    const failure = commitProblem(error, file);
    return { kind: 'failed', problem: failure.problem, unwritable: failure instanceof UnwritableLogError };
  }
}

if (parentPort !== null) {
  const port = parentPort;
  const { file } = workerData as { file: string }; // what startStoreThread gives
  const store = openStore(file);
  const send = (reply: ThreadReply): void => port.postMessage(reply);
  port.on('message', (request: ThreadRequest) => {
    if (request.kind === 'commit') return send(answer(store, file, request.requests));
    store.close();
    port.close();
  });
  send({ kind: 'ready' });
}
