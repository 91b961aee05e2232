import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../../shared/problem.ts';

/** The folder of a project's specs, made sure to be inside the project. */
export interface SpecFolder {
  path: string;
}

export async function specFolder(root: string, options: { create: true }): Promise<SpecFolder>;
export async function specFolder(root: string): Promise<SpecFolder | undefined>;
/**
 * A symbolic link on the way is refused: a repository from elsewhere could point `.drover` anywhere, and a save would
 * write there. Undefined where there is no folder and none is to be made.
 */
export async function specFolder(root: string, options?: { create: true }): Promise<SpecFolder | undefined> {
  let path = root;
  for (const name of ['.drover', 'specs']) {
    path = join(path, name);
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined && options?.create !== true) return undefined;
    if (found === undefined) await make(path);
    else if (found.isSymbolicLink()) throw refused(path, 'is a symbolic link');
    else if (!found.isDirectory()) throw refused(path, 'is not a folder');
  }
  return { path };
}

async function make(path: string): Promise<void> {
  await mkdir(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EEXIST') throw refused(path, 'appeared a moment ago');
    throw new ProblemError(
      {
        what: `The folder for specs could not be made: ${cause.message}`,
        where: path,
        todo: 'Correct the rights of the project folder and save again.',
      },
      { cause },
    );
  });
}

function refused(path: string, why: string): ProblemError {
  return new ProblemError({
    what: `Specs are kept in a real folder, and this ${why}`,
    where: path,
    todo: 'Replace it by a folder inside the project, then try again.',
  });
}
