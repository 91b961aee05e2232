/** Sessions on their way out, and in again. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { ProblemError } from '../shared/problem.ts';
import { readJsonl } from './export/jsonl.ts';
import type { Log } from './log/log.ts';

/** Takes in a file that was exported as JSONL. Rejects with a `ProblemError` at the first line that does not fit. */
export async function importJsonl(log: Log, file: string): Promise<{ sessions: string[]; added: number }> {
  const stream = createReadStream(file);
  const failed = new Promise<never>((_, reject) => {
    stream.once('error', (cause) => reject(unreadable(file, cause)));
  });
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  try {
    return await Promise.race([log.takeIn(readJsonl(lines, file)), failed]);
  } finally {
    lines.close();
    stream.destroy();
  }
}

function unreadable(file: string, cause: Error): ProblemError {
  return new ProblemError({ what: `The file could not be read: ${cause.message}`, where: file, todo: 'Choose another file.' }, { cause });
}
