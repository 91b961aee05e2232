/** Probes as files of a project: `.drover/probes/<entry>.md`, and beside it `<entry>/`, a small repository, where it names no commit. */
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseProbe } from '../../shared/coaching/probe-text.ts';
import type { ProbeView } from '../../shared/ipc-coaching.ts';
import { ProblemError, toProblem } from '../../shared/problem.ts';
import type { Spec } from '../../shared/spec.ts';
import { titleOf } from '../../shared/spec-text.ts';
import { readProbeFolder, versionOfFiles, type ProbeFile } from './probe-folder.ts';
import { createFile, readFileOrNothing, replaceFile } from './whole-files.ts';

const FOLDER = '.drover/probes';

/** Ids are words of people: what no file can be called is written as in an address. */
export function probePath(entry: string): string {
  return `${FOLDER}/${encodeURIComponent(entry).replace(/^\./, '%2E')}.md`;
}

/** All of them; one that cannot be read says why. */
export async function listProbes(root: string): Promise<ProbeView[]> {
  if (!(await isRealFolder(join(root, '.drover'))) || !(await isRealFolder(join(root, FOLDER)))) return [];
  const names = (await readdir(join(root, FOLDER))).filter((name) => name.endsWith('.md')).toSorted();
  const probes = await Promise.all(names.map((name) => readProbe(root, name)));
  return probes.map(({ spec: _spec, files: _files, ...view }) => view);
}

/** Null: it has none. */
export async function findProbe(root: string, entry: string): Promise<ReadProbe | null> {
  const path = probePath(entry);
  if (!(await isRealFolder(join(root, '.drover'))) || !(await isRealFolder(join(root, FOLDER)))) return null;
  const found = await lstat(join(root, path)).catch(() => undefined);
  return found === undefined ? null : readProbe(root, path.slice(FOLDER.length + 1));
}

/** As it is shown, and what a trial of it begins with: nothing where it has a problem. */
export interface ReadProbe extends ProbeView {
  spec: Spec | null;
  files: ProbeFile[] | null;
}

async function readProbe(root: string, name: string): Promise<ReadProbe> {
  const entry = entryOf(name);
  const path = `${FOLDER}/${name}`;
  const folder = path.slice(0, -'.md'.length);
  let text = '';
  try {
    text = (await readFileOrNothing(join(root, path))) ?? '';
    const { parsed, base: commit } = parseProbe(text);
    const base = commit === null ? { kind: 'files' as const, path: folder } : { kind: 'commit' as const, commit };
    const known = { entry, path, text, title: titleOf(text) ?? entry, base };
    if (!parsed.ok) {
      const [mistake] = parsed.mistakes;
      const what = mistake?.message ?? 'The probe cannot be read';
      const problem = { what, where: `${path}, line ${mistake?.line ?? 1}`, todo: 'Correct the probe.' };
      return { ...known, version: versionOf(text, commit), problem, spec: null, files: null };
    }
    if (commit !== null) return { ...known, version: versionOf(text, commit), problem: null, spec: parsed.spec, files: null };
    if (!(await isRealFolder(join(root, folder)))) throw nothingToBeginFrom(path, folder);
    const files = await readProbeFolder(root, folder);
    return { ...known, version: versionOf(text, versionOfFiles(files)), problem: null, spec: parsed.spec, files };
  } catch (error) {
    const base = { kind: 'files' as const, path: folder };
    const broken = { entry, path, text, title: titleOf(text) ?? entry, version: versionOf(text, null), base };
    return { ...broken, problem: toProblem(error, path), spec: null, files: null };
  }
}

function nothingToBeginFrom(path: string, folder: string): ProblemError {
  const todo = `Name a commit in it as "base", or put a small project into ${folder}.`;
  return new ProblemError({ what: 'The probe has nothing to begin from', where: path, todo });
}

function entryOf(name: string): string {
  const word = name.slice(0, -'.md'.length);
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

/** @param base a commit, or the version of the files; null: nobody knows */
function versionOf(text: string, base: string | null): string {
  return createHash('sha256')
    .update(JSON.stringify([text, base]))
    .digest('hex')
    .slice(0, 12);
}

/** An empty text removes it. `expected` is the text that was read, null: there was none. `ProblemError` where it is otherwise by now. */
export async function saveProbe(root: string, entry: string, text: string, expected: string | null): Promise<void> {
  const path = probePath(entry);
  const file = join(root, path);
  await makeFolders(root);
  const found = (await readFileOrNothing(file)) ?? null;
  if (found === text || (found === null && text === '')) return;
  if (found !== expected)
    throw new ProblemError({
      what: 'The probe was changed since you opened it',
      where: path,
      todo: 'Copy your text, open it again and put your changes in.',
    });
  if (text === '') await rm(file);
  else if (found === null) await createFile(file, text);
  else await replaceFile(file, text);
}

async function makeFolders(root: string): Promise<void> {
  for (const path of [dirname(FOLDER), FOLDER]) {
    const folder = join(root, path);
    if (await isRealFolder(folder)) continue;
    await mkdir(folder).catch((cause: Error) => {
      const todo = 'Replace what is there by a folder, or correct the rights of the project folder, and try again.';
      throw new ProblemError({ what: `The folder for probes could not be made: ${cause.message}`, where: path, todo }, { cause });
    });
  }
}

async function isRealFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}
