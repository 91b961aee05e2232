/** The small project that a probe begins from, where it names no commit: a folder's files, read whole. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../../shared/problem.ts';

export interface ProbeFile {
  /** From the folder's top, with `/`. */
  path: string;
  executable: boolean;
  bytes: Uint8Array;
}

/** It is copied for every run and read at every look: what shows a fault is small. */
const MAX_FILES = 500;
const MAX_BYTES = 5_000_000;

/** In the order of their paths. `ProblemError` where something is no plain file, or it is too much. */
export async function readProbeFolder(root: string, folder: string): Promise<ProbeFile[]> {
  const files: ProbeFile[] = [];
  let left = MAX_BYTES;
  const read = async (under: string): Promise<void> => {
    const found = await readdir(join(root, folder, under), { withFileTypes: true });
    for (const entry of found.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = under === '' ? entry.name : `${under}/${entry.name}`;
      if (entry.name === '.git') throw refused('A probe’s files are a repository of their own', `${folder}/${path}`, 'Remove its .git.');
      if (entry.isDirectory()) await read(path);
      else {
        if (files.length === MAX_FILES) throw refused(`A probe has more than ${MAX_FILES} files`, folder, SMALLER);
        const file = await readPlain(join(root, folder, path), `${folder}/${path}`, left);
        left -= file.bytes.length;
        files.push({ path, ...file });
      }
    }
  };
  await read('');
  if (files.length === 0)
    throw refused('The folder of the probe has no files', folder, 'Put a small project into it that shows the fault.');
  return files;
}

/** The same files have the same one. */
export function versionOfFiles(files: readonly ProbeFile[]): string {
  const hash = createHash('sha256');
  for (const { path, executable, bytes } of files) hash.update(JSON.stringify([path, executable, bytes.length])).update(bytes);
  return hash.digest('hex');
}

const SMALLER = 'Leave in it what shows the fault, or name a commit in the probe as "base".';

async function readPlain(file: string, where: string, left: number): Promise<Pick<ProbeFile, 'executable' | 'bytes'>> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ELOOP') throw refused('A probe’s files hold a symbolic link', where, 'Replace it by a file.');
      throw refused(`A file of the probe cannot be read: ${cause.message}`, where, 'Correct its rights and try again.');
    },
  );
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw refused('A probe’s files hold something that is no file', where, 'Remove it.');
    if (found.size > left) throw refused(`A probe’s files have more than ${MAX_BYTES / 1e6} MB`, where, SMALLER);
    return { executable: (found.mode & 0o111) !== 0, bytes: await handle.readFile() };
  } finally {
    await handle.close();
  }
}

function refused(what: string, where: string, todo: string): ProblemError {
  return new ProblemError({ what, where, todo });
}
