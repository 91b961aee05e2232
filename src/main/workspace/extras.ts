/**
 * What git does not keep of a workspace: empty folders, and modes other than 644, and 755 for programs and folders. The hand
 * writes it as a blob: `drover-extras 1`, then records `<d|f> <mode> <path>`, each ended by NUL, sorted by path.
 *
 * A blob of one sandbox is put into effect in another, perhaps in one without isolation, so every path must be one that
 * the tree has made there: a record that leads elsewhere is dropped.
 */
import { HIDDEN } from './root-tree.ts';

const HEAD = 'drover-extras 1\0';
const MOST_MODES = 200;

/** A file for the sandbox, and which of its bytes are NUL-ended paths for which command. */
export interface ExtrasPlan {
  bytes: Buffer;
  /** The blob itself, at the beginning. */
  blobBytes: number;
  steps: { from: number; bytes: number; command: string }[];
}

/** Paths as latin1 strings, so that every byte survives. */
export interface TreePaths {
  files: ReadonlySet<string>;
  folders: ReadonlySet<string>;
  /** Links and submodules: nothing is made on them or beyond. */
  others: ReadonlySet<string>;
}

export function planExtras(blob: Buffer, tree: TreePaths): ExtrasPlan {
  const parts: Buffer[] = [blob];
  const steps: ExtrasPlan['steps'] = [];
  let at = blob.length;
  const add = (command: string, paths: readonly string[]): void => {
    if (paths.length === 0) return;
    const part = Buffer.from(paths.map((path) => `./${path}\0`).join(''), 'latin1');
    steps.push({ from: at, bytes: part.length, command });
    parts.push(part);
    at += part.length;
  };
  const { folders, files } = sort(parse(blob), tree);
  add('mkdir -p --', [...folders.keys()].toSorted());
  for (const [mode, paths] of byMode(files)) add(`chmod ${mode} --`, paths);
  // Of folders that hold each other the inner first: the outer may shut the way in.
  const depths = new Map<number, Map<string, string>>();
  for (const [path, mode] of folders) {
    if (mode === '0755') continue;
    const depth = path.split('/').length;
    depths.set(depth, (depths.get(depth) ?? new Map<string, string>()).set(path, mode));
  }
  for (const depth of [...depths.keys()].toSorted((a, b) => b - a))
    for (const [mode, paths] of byMode(depths.get(depth) ?? new Map<string, string>())) add(`chmod ${mode} --`, paths);
  return { bytes: Buffer.concat(parts), blobBytes: blob.length, steps };
}

interface Record {
  kind: string;
  mode: string;
  path: string;
}

function parse(blob: Buffer): Record[] {
  const text = blob.toString('latin1');
  if (!text.startsWith(HEAD)) return [];
  return text
    .slice(HEAD.length)
    .split('\0')
    .flatMap((record) => {
      const found = /^([df]) ([0-7]{4}) ([^]+)$/.exec(record);
      return found === null ? [] : [{ kind: found[1] ?? '', mode: found[2] ?? '', path: found[3] ?? '' }];
    });
}

/** Only what the tree has, and folders that lead nowhere but into it. */
function sort(records: readonly Record[], tree: TreePaths): { folders: Map<string, string>; files: Map<string, string> } {
  const folders = new Map<string, string>();
  const files = new Map<string, string>();
  for (const { kind, mode, path } of records) {
    if (kind === 'f' && tree.files.has(path)) files.set(path, mode);
    if (kind === 'd' && mayBeFolder(path, tree)) folders.set(path, mode);
  }
  return { folders, files };
}

function mayBeFolder(path: string, tree: TreePaths): boolean {
  if (tree.folders.has(path)) return true;
  const names = path.split('/');
  if (names[0] === HIDDEN || names.some((name) => name === '' || name === '.' || name === '..' || name.toLowerCase() === '.git'))
    return false;
  return names.every((_, index) => {
    const above = names.slice(0, index + 1).join('/');
    return !tree.files.has(above) && !tree.others.has(above);
  });
}

function byMode(paths: ReadonlyMap<string, string>): [mode: string, paths: string[]][] {
  const groups = new Map<string, string[]>();
  for (const [path, mode] of paths) {
    const group = groups.get(mode);
    if (group !== undefined) group.push(path);
    else if (groups.size < MOST_MODES) groups.set(mode, [path]);
  }
  return [...groups];
}
