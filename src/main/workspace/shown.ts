/**
 * What a sandbox gets to see: the project without `.drover/`, whose specs hold the criteria that a worker must not know.
 * Neither a file nor an object of it travels, of this commit or an earlier one; on the way back the base's is put back.
 */
import { gitLine } from './git.ts';
import { readObjects } from './object-reader.ts';
import { objectIdOf, packObjects, type GitObject } from './pack-writer.ts';
import { withHiddenOf, withoutHidden } from './root-tree.ts';
import { storeOptions, type Store } from './store.ts';

/** The tree without `.drover/`; itself where it has none. */
export async function shownTree(store: Store, tree: string, signal?: AbortSignal): Promise<string> {
  const [content = Buffer.alloc(0)] = await readObjects(store, [tree], signal);
  const shown = withoutHidden(content, tree.length / 2);
  return shown.length === content.length ? tree : writeTree(store, shown, signal);
}

/** A tree that came out of a sandbox, with `.drover/` as the base has it: what was made there under that name is dropped. */
export async function fullTree(store: Store, tree: string, baseTree: string, signal?: AbortSignal): Promise<string> {
  const [content = Buffer.alloc(0), base = Buffer.alloc(0)] = await readObjects(store, [tree, baseTree], signal);
  const full = withHiddenOf(content, base, tree.length / 2);
  return full.equals(content) ? tree : writeTree(store, full, signal);
}

/**
 * A commit whose history is that of `base`, as far as the store has it, with `.drover/` taken out of every tree. Made once
 * a base. It has no parents that are not there, so whoever gets it needs no list of where history was cut; a history
 * without `.drover/` that was not cut keeps its ids.
 */
export async function shownCommit(store: Store, base: string, signal?: AbortSignal): Promise<string> {
  const ref = `refs/drover/shown/${base}`;
  const options = storeOptions(signal);
  const known = await store.git.run(store.at(['rev-parse', '--verify', '--quiet', ref]), options);
  if (known.exitCode === 0) return known.stdout.toString('utf8').trim();

  const ids = (await gitLine(store.git, store.at(['rev-list', '--topo-order', '--reverse', base]), options)).split('\n');
  const commits = await readObjects(store, ids, signal);
  const trees = await shownTrees(store, [...new Set(commits.map(treeIn))], signal);
  const made = new Map<string, string>();
  const objects: GitObject[] = [...trees.values()].flatMap((tree) => (tree.object === null ? [] : [tree.object]));
  commits.forEach((content, index) => {
    const rewritten = rewriteCommit(content, trees.get(treeIn(content))?.id ?? '', made);
    const object: GitObject = { type: 'commit', content: rewritten };
    made.set(ids[index] ?? '', objectIdOf(object, base));
    if (rewritten !== content) objects.push(object);
  });
  const shown = made.get(base) ?? '';
  // Not strict: what git once let the user commit is theirs, however malformed it is thought to be today.
  if (objects.length > 0) await gitLine(store.git, store.at(['index-pack', '--stdin']), { ...options, input: packObjects(objects, base) });
  await gitLine(store.git, store.at(['update-ref', ref, shown]), options);
  return shown;
}

interface ShownTree {
  id: string;
  /** Null where the tree is in the store already. */
  object: GitObject | null;
}

async function shownTrees(store: Store, ids: readonly string[], signal?: AbortSignal): Promise<Map<string, ShownTree>> {
  const contents = await readObjects(store, ids, signal);
  return new Map(
    ids.map((id, index) => {
      const content = contents[index] ?? Buffer.alloc(0);
      const object: GitObject = { type: 'tree', content: withoutHidden(content, id.length / 2) };
      const same = object.content.length === content.length;
      return [id, same ? { id, object: null } : { id: objectIdOf(object, id), object }];
    }),
  );
}

/** The first line of a commit is its tree's. */
const treeIn = (commit: Buffer): string => commit.toString('latin1', 'tree '.length, commit.indexOf(0x0a));

/** Author, dates and message stay, byte for byte. A signature would not fit any more, nor would a merged tag be there. */
function rewriteCommit(commit: Buffer, tree: string, made: ReadonlyMap<string, string>): Buffer {
  const end = commit.indexOf('\n\n');
  const header = commit.toString('latin1', 0, end < 0 ? commit.length : end);
  const parents = [...header.matchAll(/^parent (.*)$/gm)].map((match) => match[1] ?? '');
  const kept = parents.flatMap((id) => made.get(id) ?? []);
  if (tree === treeIn(commit) && kept.join() === parents.join()) return commit;
  const rest = header.replaceAll(/\n(?:gpgsig|gpgsig-sha256|mergetag) .*(?:\n .*)*/g, '').replaceAll(/^(?:tree|parent) .*\n/gm, '');
  const lines = [`tree ${tree}`, ...kept.map((id) => `parent ${id}`), rest];
  return Buffer.concat([Buffer.from(lines.join('\n'), 'latin1'), end < 0 ? Buffer.alloc(0) : commit.subarray(end)]);
}

function writeTree(store: Store, content: Buffer, signal?: AbortSignal): Promise<string> {
  return gitLine(store.git, store.at(['hash-object', '-t', 'tree', '-w', '--stdin']), { ...storeOptions(signal), input: content });
}
