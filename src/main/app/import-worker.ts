/** Entry of the import's thread: built as a file of its own, started by `importInThread`. */
import { join } from 'node:path';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { toProblem } from '../../shared/problem.ts';
import { openLog } from '../log/log.ts';
import { runImport, type ImportJob } from './import-job.ts';
import type { ImportReply } from './import-thread.ts';

async function carryOut(port: MessagePort, job: ImportJob): Promise<void> {
  const send = (reply: ImportReply): void => port.postMessage(reply);
  const cancel = new AbortController();
  port.on('message', () => cancel.abort());
  try {
    const log = openLog(join(job.dataDir, 'log.db'));
    try {
      const progress = await runImport(job, log, (now) => send({ kind: 'progress', progress: { ...now } }), cancel.signal);
      send({ kind: 'ended', progress });
    } finally {
      await log.close();
    }
  } catch (error) {
    send({ kind: 'failed', problem: toProblem(error, 'Import') });
  } finally {
    port.close();
  }
}

// The data is what `importInThread` gives.
if (parentPort !== null) await carryOut(parentPort, workerData as ImportJob);
