/** Two trees of the store, what differs, and a third one made of it. */
import type { TreeChange, TreeEdit, TreeLeaf } from '../../shared/tree-change.ts';
import { gitLine, gitOutput } from './git.ts';
import { assertObjectId } from './object-id.ts';
import { readObjects, type ObjectReader } from './object-reader.ts';
import { objectIdOf, packObjects, type GitObject } from './pack-writer.ts';
import { parseTree, sortTree, type TreeEntry } from './root-tree.ts';
import { storeOptions, type Store } from './store.ts';

const NOTHING = /^0+$/;

/** In git's order. */
export async function treeChanges(
  store: Store,
  reader: ObjectReader,
  base: string,
  tree: string,
  signal?: AbortSignal,
): Promise<TreeChange[]> {
  assertObjectId(base);
  assertObjectId(tree);
  const args = store.at(['diff-tree', '-r', '-z', '--raw', '--no-renames', '--full-index', base, tree]);
  const words = (await gitOutput(store.git, args, storeOptions(signal))).toString('latin1').split('\0');
  const found: Omit<TreeChange, 'bytes'>[] = [];
  for (let at = 0; words[at]?.startsWith(':') === true; at += 2) {
    const [baseMode = '', mode = '', baseId = '', id = ''] = (words[at] ?? '').slice(1).split(' ');
    const raw = words[at + 1] ?? '';
    found.push({ path: shownName(raw), raw, base: leaf(baseMode, baseId), now: leaf(mode, id) });
  }
  const files = found.map(({ now }) => (now === null || now.mode === '160000' ? null : now.id));
  const sizes = await reader.sizes(files.filter((id) => id !== null));
  let next = 0;
  return found.map((change, index) => ({ ...change, bytes: files[index] === null ? null : (sizes[next++] ?? null) }));
}

function leaf(mode: string, id: string): TreeLeaf | null {
  return NOTHING.test(mode) ? null : { mode, id };
}

export function shownName(raw: string): string {
  return Buffer.from(raw, 'latin1').toString('utf8');
}

/** The id of every file of a tree by its name's bytes as latin1, in git's order. */
export async function treeFiles(store: Store, tree: string, signal?: AbortSignal): Promise<Map<string, string>> {
  assertObjectId(tree);
  const output = await gitOutput(store.git, store.at(['ls-tree', '-r', '-z', tree]), storeOptions(signal));
  const rows = output.toString('latin1').split('\0').slice(0, -1);
  return new Map(rows.map((row) => [row.slice(row.indexOf('\t') + 1), row.slice(0, row.indexOf('\t')).split(' ')[2] ?? '']));
}

/** A file as text; null where it is larger than `maxBytes` or not there. */
export async function readText(reader: ObjectReader, id: string, maxBytes: number): Promise<string | null> {
  try {
    return (await reader.read(id, maxBytes))?.content.toString('utf8') ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The tree with the edits done to it, written into the store. */
export async function editTree(store: Store, tree: string, edits: readonly TreeEdit[], signal?: AbortSignal): Promise<string> {
  if (edits.length === 0) return tree;
  const objects: GitObject[] = [];
  const add = (object: GitObject): string => {
    objects.push(object);
    return objectIdOf(object, tree);
  };
  const edit = async (id: string | null, wanted: readonly TreeEdit[]): Promise<string | null> => {
    const [content = Buffer.alloc(0)] = id === null ? [] : await readObjects(store, [id], signal);
    const entries = new Map(parseTree(content, tree.length / 2).map((entry) => [entry.name, entry]));
    const below = new Map<string, TreeEdit[]>();
    for (const one of wanted) {
      const slash = one.raw.indexOf('/');
      const name = slash < 0 ? one.raw : one.raw.slice(0, slash);
      if (slash < 0)
        put(entries, name, one.put === null ? null : 'id' in one.put ? one.put : { mode: one.put.mode, id: add(blobOf(one.put.content)) });
      else below.set(name, [...(below.get(name) ?? []), { raw: one.raw.slice(slash + 1), put: one.put }]);
    }
    for (const [name, inner] of below) {
      const entry = entries.get(name);
      const folder = entry?.mode === '40000' ? entry.id : null;
      // A file in the way of what is put back goes; nothing is taken out of what is no folder.
      if (folder === null && inner.every((one) => one.put === null)) continue;
      const made = await edit(folder, inner);
      put(entries, name, made === null ? null : { mode: '40000', id: made });
    }
    return entries.size === 0 ? null : add({ type: 'tree', content: sortTree([...entries.values()]) });
  };
  const made = (await edit(tree, edits)) ?? add({ type: 'tree', content: Buffer.alloc(0) });
  await gitLine(store.git, store.at(['unpack-objects', '-q']), {
    ...storeOptions(signal),
    input: packObjects(unique(objects, tree), tree),
  });
  return made;
}

function blobOf(content: string): GitObject {
  return { type: 'blob', content: Buffer.from(content) };
}

function put(entries: Map<string, TreeEntry>, name: string, wanted: TreeLeaf | null): void {
  if (wanted === null) {
    entries.delete(name);
    return;
  }
  const bytes = Buffer.concat([Buffer.from(`${wanted.mode} ${name}\0`, 'latin1'), Buffer.from(wanted.id, 'hex')]);
  entries.set(name, { name, ...wanted, bytes });
}

function unique(objects: readonly GitObject[], like: string): GitObject[] {
  return [...new Map(objects.map((object) => [objectIdOf(object, like), object])).values()];
}
