/** Text files that are written whole or not at all, and never through a symbolic link. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ProblemError } from '../../shared/problem.ts';

const MAX_BYTES = 1_000_000;

/** The text of a file; undefined where there is none. */
export async function readFileOrNothing(path: string): Promise<string | undefined> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return undefined;
      if (cause.code === 'ELOOP')
        throw problem('This is a symbolic link, and specs are read from real files only', path, 'Replace it by a file.', cause);
      throw problem(`The file cannot be read: ${cause.message}`, path, 'Correct its rights and try again.', cause);
    },
  );
  if (handle === undefined) return undefined;
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw problem('This is not a file', path, 'Remove it or choose another name.');
    if (found.size > MAX_BYTES) throw problem('The file is larger than 1 MB', path, 'A spec is a page of text; shorten it.');
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await handle.readFile());
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause;
    throw problem('The file is not UTF-8 text', path, 'Save it as UTF-8 in an editor.', cause);
  } finally {
    await handle.close();
  }
}

/** Replaces a file by a text, keeping its rights. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await writeBeside(path, text, (temporary) => rename(temporary, path));
}

/** Makes a file that must not be there yet: `link` refuses where `rename` would overwrite. */
export async function createFile(path: string, text: string): Promise<void> {
  await writeBeside(path, text, (temporary) => link(temporary, path));
}

async function writeBeside(path: string, text: string, put: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx', 0o644);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await put(temporary);
    const folder = await open(dirname(path), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (cause) {
    const taken = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    const what = taken
      ? 'Another program wrote this file at the same moment'
      : `The file could not be written: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw problem(
      what,
      path,
      taken ? 'Open it again and put your changes in.' : 'Correct the rights or free some disk space, then save again.',
      cause,
    );
  } finally {
    await rm(temporary, { force: true });
  }
}

function problem(what: string, where: string, todo: string, cause?: unknown): ProblemError {
  return new ProblemError({ what, where, todo }, { cause });
}
