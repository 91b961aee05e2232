/**
 * A folder that somebody else may have written, read within limits. No symbolic link is followed, so that nothing
 * outside of it is read and no loop is walked.
 */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../../../shared/problem.ts';
import { readFileOrNothing } from '../whole-files.ts';

/** More folders beside each other than a person has specs. */
const MAX_ENTRIES = 500;
/** Of all files together. */
const MAX_CHARACTERS = 30_000_000;

export interface ForeignFolder {
  /** Names of the folders at a path, sorted. Empty where there is none. */
  folders(path: string): Promise<string[]>;
  /** The text of a file with `\n` at its line ends; undefined where there is none, or where it cannot be read: then `unread` has why. */
  read(path: string): Promise<string | undefined>;
  exists(path: string): Promise<boolean>;
  /** What was there and could not be read, in words. */
  unread: string[];
}

export function openForeignFolder(root: string): ForeignFolder {
  const unread: string[] = [];
  let total = 0;
  /** Undefined: not there, or behind a link. */
  const kindOf = async (path: string): Promise<'file' | 'folder' | 'link' | undefined> => {
    let place = root;
    let kind: 'file' | 'folder' | 'link' | undefined = 'folder';
    for (const name of path === '.' ? [] : path.split('/')) {
      if (kind !== 'folder' || name === '..' || name === '') return undefined;
      place = join(place, name);
      const found = await lstat(place).catch(() => undefined);
      kind = found === undefined ? undefined : found.isSymbolicLink() ? 'link' : found.isDirectory() ? 'folder' : 'file';
    }
    return kind;
  };
  return {
    unread,
    async folders(path) {
      if ((await kindOf(path)) !== 'folder') return [];
      const entries = await readdir(join(root, path), { withFileTypes: true }).catch(() => []);
      for (const entry of entries)
        if (entry.isSymbolicLink()) unread.push(`${within(path, entry.name)} is a symbolic link and was not followed.`);
      const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).toSorted();
      if (names.length > MAX_ENTRIES) unread.push(`${path} has ${names.length} folders; the first ${MAX_ENTRIES} were read.`);
      return names.slice(0, MAX_ENTRIES);
    },
    async read(path) {
      const kind = await kindOf(path);
      if (kind === 'link') unread.push(`${path} is a symbolic link and was not followed.`);
      if (kind !== 'file') return undefined;
      try {
        const text = total > MAX_CHARACTERS ? undefined : await readFileOrNothing(join(root, path));
        total += text?.length ?? 0;
        if (text === undefined && total > MAX_CHARACTERS) unread.push(`${path} was left out: the files before it hold 30 MB.`);
        return text?.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
      } catch (error) {
        const why = error instanceof ProblemError ? error.problem.what : 'it cannot be read';
        unread.push(`${path} was left out: ${why.charAt(0).toLowerCase()}${why.slice(1)}.`);
        return undefined;
      }
    },
    exists: async (path) => (await kindOf(path)) !== undefined,
  };
}

/** A path below another one; `.` is the top. */
export function within(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`;
}
