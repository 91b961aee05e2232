/** An import in a thread of its own: reading and writing gigabytes holds up nobody. */
import { Worker } from 'node:worker_threads';
import type { Problem } from '../../shared/problem.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { ImportJob, Progress } from './import-job.ts';

/** From the thread. What it is sent is one word: that it is to stop. */
export type ImportReply =
  { kind: 'progress'; progress: Progress } | { kind: 'ended'; progress: Progress } | { kind: 'failed'; problem: Problem };

/**
 * `entry` is the built `import-worker.ts`. The thread has connections of its own to the log and to what is known of the
 * files. Rejects with a `ProblemError` where it could not begin or did not end.
 */
export async function importInThread(
  entry: URL,
  job: ImportJob,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Progress> {
  const worker = new Worker(entry, { workerData: job, name: 'drover-import' });
  const stop = (): void => worker.postMessage('stop');
  signal.addEventListener('abort', stop);
  try {
    return await new Promise<Progress>((resolve, reject) => {
      worker.on('message', (reply: ImportReply) => {
        if (reply.kind === 'progress') onProgress(reply.progress);
        else if (reply.kind === 'ended') resolve(reply.progress);
        else reject(new ProblemError(reply.problem));
      });
      worker.once('error', (cause) => reject(new ProblemError(broke(cause.message), { cause })));
      // After an ending of its own this changes nothing.
      worker.once('exit', (code) => reject(new ProblemError(broke(`its thread ended with code ${code}`))));
      if (signal.aborted) stop();
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

function broke(why: string): Problem {
  return { what: `The import broke off: ${why}`, where: 'Import', todo: 'Import again: it goes on where it stopped.' };
}
