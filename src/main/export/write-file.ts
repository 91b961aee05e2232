import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ProblemError } from '../../shared/problem.ts';

/** Written at a time: small pieces would each cost a call. In characters. */
const PIECE = 256 * 1024;

/**
 * Writes a file whole or not at all, in bounded memory, readable by its owner alone: a session may hold what nobody else
 * should read.
 * @returns its size in bytes
 */
export async function writeFile(path: string, chunks: Iterable<string>, signal?: AbortSignal): Promise<number> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    let bytes = 0;
    try {
      for (const piece of pieces(chunks)) {
        signal?.throwIfAborted();
        bytes += (await handle.write(piece)).bytesWritten;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    return bytes;
  } catch (cause) {
    await rm(temporary, { force: true });
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    const todo = 'Choose another place, correct its rights or free some space, then export again.';
    throw new ProblemError({ what: `The file could not be written: ${cause.message}`, where: path, todo }, { cause });
  }
}

export function* pieces(chunks: Iterable<string>): Generator<string> {
  let waiting: string[] = [];
  let length = 0;
  for (const chunk of chunks) {
    waiting.push(chunk);
    length += chunk.length;
    if (length < PIECE) continue;
    yield waiting.join('');
    waiting = [];
    length = 0;
  }
  if (length > 0) yield waiting.join('');
}
