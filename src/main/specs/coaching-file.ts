/** Where a project keeps its coaching: a file of its own, or a section in one that agents read anyway. */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasSection } from '../../shared/coaching/read-file.ts';
import { readFileOrNothing } from './whole-files.ts';

export const COACHING_PATH = '.drover/coaching.md';
const SHARED_PATHS = ['AGENTS.md', 'CLAUDE.md'];

export interface CoachingPlace {
  /** In the project, with `/`. */
  path: string;
  /** Only what stands between two comments is coaching. */
  section: boolean;
  text: string;
}

/**
 * The file of its own where there is one, else the first of the others that has a section; null: neither. Links are passed by:
 * a repository from elsewhere could point them anywhere, and `CLAUDE.md` is often one to `AGENTS.md`.
 */
export async function findCoaching(root: string): Promise<CoachingPlace | null> {
  const own = (await isReal(join(root, '.drover'))) ? await readReal(root, COACHING_PATH) : undefined;
  if (own !== undefined) return { path: COACHING_PATH, section: false, text: own };
  for (const path of SHARED_PATHS) {
    const text = await readReal(root, path);
    if (text === undefined) continue;
    if (hasSection(text)) return { path, section: true, text };
  }
  return null;
}

/** Where a project that has none could keep it: of the files that agents read anyway, those that are there. */
export async function coachingPlaces(root: string): Promise<string[]> {
  const there = await Promise.all(SHARED_PATHS.map(async (path) => ((await readReal(root, path)) === undefined ? [] : [path])));
  return [COACHING_PATH, ...there.flat()];
}

async function readReal(root: string, path: string): Promise<string | undefined> {
  const file = join(root, ...path.split('/'));
  return (await isReal(file)) ? readFileOrNothing(file) : undefined;
}

async function isReal(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isSymbolicLink() === false;
}
