/** Reads specs of spec-kit, Kiro and OpenSpec from a folder: a project, a folder of specs, or one spec. Nothing is written, nothing is run. */
import { realpath, stat } from 'node:fs/promises';
import { basename, relative, sep } from 'node:path';
import type { ForeignSpec } from '../../../shared/ipc-judgment.ts';
import { ProblemError } from '../../../shared/problem.ts';
import { openForeignFolder, within, type ForeignFolder } from './foreign-folder.ts';
import type { Companion, ForeignSource } from './foreign-source.ts';
import { foreignSpec } from './foreign-spec.ts';
import { readKiro } from './kiro.ts';
import { readOpenSpecCapability, readOpenSpecChange } from './openspec.ts';
import { readSpecKit } from './spec-kit.ts';

/** Folders whose folders are specs: first those that say whose they are. */
const OWN_PLACES = ['.kiro/specs', '.specify/specs', 'openspec/changes', 'openspec/specs'];
const PLACES = ['changes', 'specs'];
const MAX_SPECS = 200;
const MAX_TEXT = 900_000;

/** `taken`: slugs that the project has. Rejects with a `ProblemError` where nothing is found. */
export async function importForeign(options: { root: string; project: string; taken: readonly string[] }): Promise<ForeignSpec[]> {
  const root = await realpath(options.root).catch(() => options.root);
  if (!((await stat(root).catch(() => undefined))?.isDirectory() ?? false))
    throw new ProblemError({
      what: 'There is no such folder',
      where: options.root,
      todo: 'Choose the folder of a project, or of its specs.',
    });
  const folder = openForeignFolder(root);
  const inProject = relative(await realpath(options.project).catch(() => options.project), root);
  const sources = await findSources(folder, basename(root), inProject === '');
  const outside = inProject === '..' || inProject.startsWith(`..${sep}`);
  const found: ForeignSpec[] = [];
  for (const source of sources.slice(0, MAX_SPECS)) {
    const spec = foreignSpec(source, [...options.taken, ...found.map(({ slug }) => slug)], outside ? null : inProject.split(sep).join('/'));
    if (spec.text.length > MAX_TEXT) folder.unread.push(`${source.path} was left out: as one spec it is larger than 1 MB.`);
    else found.push(spec);
  }
  if (sources.length > MAX_SPECS) folder.unread.push(`${sources.length} specs are there; the first ${MAX_SPECS} were read.`);
  const [first, ...others] = found;
  if (first === undefined) {
    const what =
      folder.unread.length === 0
        ? 'No spec of spec-kit, Kiro or OpenSpec was found'
        : `No spec could be read: ${folder.unread.slice(0, 5).join(' ')}`;
    const todo = 'Choose a project that has .kiro/specs, specs/NNN-name/spec.md or openspec, or one folder in it.';
    throw new ProblemError({ what, where: options.root, todo });
  }
  return [{ ...first, notes: [...first.notes, ...folder.unread.slice(0, 50)] }, ...others];
}

async function findSources(folder: ForeignFolder, rootName: string, isProject: boolean): Promise<ForeignSource[]> {
  const found: ForeignSource[] = [];
  const seen = new Set<string>();
  const look = async (path: string, name: string): Promise<void> => {
    if (seen.has(path)) return;
    seen.add(path);
    const source = await readSource(folder, path, name);
    if (source !== undefined) found.push(source);
  };
  const lookBelow = async (place: string): Promise<void> => {
    for (const name of await folder.folders(place))
      if (name !== 'archive' && found.length <= MAX_SPECS) await look(within(place, name), name);
  };
  for (const place of OWN_PLACES) await lookBelow(place);
  // The folder of one spec, or of several. A whole project has files with these names for other reasons.
  if (found.length === 0 && !isProject) await look('.', rootName);
  if (seen.has('.') && found.length > 0) return found;
  for (const place of PLACES) await lookBelow(place);
  if (found.length === 0 && !isProject) await lookBelow('.');
  return found;
}

async function readSource(folder: ForeignFolder, path: string, name: string): Promise<ForeignSource | undefined> {
  const at = (file: string): string => within(path, file);
  const companions = async (...files: string[]): Promise<Companion[]> => {
    const texts = await Promise.all(files.map(async (file) => ({ path: at(file), text: await folder.read(at(file)) })));
    return texts.flatMap(({ path: file, text }) => (text === undefined ? [] : [{ path: file, text }]));
  };
  const requirements = (await folder.read(at('requirements.md'))) ?? (await folder.read(at('bugfix.md')));
  if (requirements !== undefined) return readKiro(path, name, requirements, await companions('design.md', 'tasks.md'));
  const proposal = await folder.read(at('proposal.md'));
  const isChange = proposal !== undefined || (path !== '.' && (await folder.exists(at('tasks.md'))) && (await folder.exists(at('specs'))));
  if (isChange) {
    const names = await folder.folders(at('specs'));
    const texts = await Promise.all(
      names.map(async (capability) => ({ name: capability, text: await folder.read(at(`specs/${capability}/spec.md`)) })),
    );
    const capabilities = texts.flatMap(({ name: capability, text }) => (text === undefined ? [] : [{ name: capability, text }]));
    return readOpenSpecChange(path, name, proposal, capabilities, await companions('design.md', 'tasks.md'));
  }
  const spec = await folder.read(at('spec.md'));
  if (spec === undefined) return undefined;
  return /^###\s+Requirement:/m.test(spec)
    ? readOpenSpecCapability(path, name, spec)
    : readSpecKit(path, name, spec, await companions('plan.md', 'tasks.md', 'quickstart.md'));
}
