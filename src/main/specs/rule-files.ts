/** Files in which a project has rules for agents already, as other tools read them. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { importableEntries, type ImportableEntry } from '../../shared/coaching/importable.ts';
import { readCoaching } from '../../shared/coaching/read-file.ts';
import { findCoaching } from './coaching-file.ts';
import { readFileOrNothing } from './whole-files.ts';

const FILES = ['AGENTS.md', 'CLAUDE.md', 'GEMINI.md', '.cursorrules', '.windsurfrules', '.clinerules', '.github/copilot-instructions.md'];
/** Folders with a file a rule, and how these end. */
const FOLDERS = [
  { path: '.cursor/rules', end: '.mdc' },
  { path: '.github/instructions', end: '.instructions.md' },
  { path: '.windsurf/rules', end: '.md' },
  { path: '.clinerules', end: '.md' },
];
/** Files of one folder that are looked at. */
const MOST = 200;

export interface RuleFile {
  /** In the project, with `/`. */
  path: string;
  entries: ImportableEntry[];
}

/** Those that have a bullet. Links are passed by: a repository from elsewhere could point them anywhere. */
export async function findRuleFiles(root: string): Promise<RuleFile[]> {
  const inFolders = await Promise.all(FOLDERS.map((folder) => filesIn(root, folder)));
  const found = await Promise.all([...FILES, ...inFolders.flat()].map(async (path) => ({ path, entries: await readRules(root, path) })));
  return found.filter(({ entries }) => entries.length > 0);
}

/** Those whose words are no entries of the project's coaching yet; files without any are left out. */
export async function findNewRules(root: string): Promise<RuleFile[]> {
  const [files, isNew] = await Promise.all([findRuleFiles(root), noEntryYet(root)]);
  return files.map(({ path, entries }) => ({ path, entries: entries.filter(isNew) })).filter(({ entries }) => entries.length > 0);
}

/** Whether a rule's words are no entry yet, told or archived. */
export async function noEntryYet(root: string): Promise<(rule: ImportableEntry) => boolean> {
  const found = await findCoaching(root);
  const there = found === null ? [] : readCoaching(found.text, { section: found.section }).entries;
  const words = new Set(there.map(({ text }) => text));
  return ({ text }) => !words.has(text);
}

/** Of one file, which may be any in the project; empty where it has no bullet or is none. */
export async function readRules(root: string, path: string): Promise<ImportableEntry[]> {
  if (!(await isReal(root, path, 'file'))) return [];
  return importableEntries((await readFileOrNothing(join(root, path))) ?? '');
}

async function filesIn(root: string, { path, end }: { path: string; end: string }): Promise<string[]> {
  if (!(await isReal(root, path, 'folder'))) return [];
  const names = (await readdir(join(root, path))).filter((name) => name.endsWith(end));
  return names
    .toSorted()
    .slice(0, MOST)
    .map((name) => `${path}/${name}`);
}

/** No part of the way is a link, or leads out. */
async function isReal(root: string, path: string, kind: 'file' | 'folder'): Promise<boolean> {
  const parts = path.split('/');
  if (parts.includes('..')) return false;
  for (const count of parts.keys()) {
    const found = await lstat(join(root, ...parts.slice(0, count + 1))).catch(() => undefined);
    const wanted = count < parts.length - 1 || kind === 'folder' ? found?.isDirectory() : found?.isFile();
    if (wanted !== true) return false;
  }
  return true;
}
