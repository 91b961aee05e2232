/** Trees of a store as flat lists of files, kept in memory: the next snapshot's tree shares nearly all of its folders with the last. */
import type { ObjectReader } from './object-reader.ts';
import { parseTree, type TreeEntry } from './root-tree.ts';

export interface ListedFile {
  /** latin1, so that every byte survives. */
  path: string;
  mode: string;
  id: string;
}

export interface TreeList {
  files: ListedFile[];
  folders: string[];
  /** There are more files than were asked for. */
  truncated: boolean;
}

export interface TreeLists {
  /** All files below a tree, in git's order; null where an object of it is not in the store. */
  list(tree: string, limit?: number): Promise<TreeList | null>;
  /** What a path leads to; null where it leads nowhere. `same` compares an entry's name with the path's part. */
  find(tree: string, path: string, same: (name: string, wanted: string) => boolean): Promise<ListedFile | null>;
}

const KEPT_TREES = 20_000;
const KEPT_LISTS = 12;

export function createTreeLists(reader: ObjectReader): TreeLists {
  const trees = new Map<string, TreeEntry[]>();
  const lists = new Map<string, TreeList>();

  const entriesOf = async (tree: string): Promise<TreeEntry[] | null> => {
    const known = trees.get(tree);
    if (known !== undefined) return known;
    const object = await reader.read(tree);
    if (object?.type !== 'tree') return null;
    return keep(trees, tree, parseTree(Buffer.from(object.content), tree.length / 2), KEPT_TREES);
  };

  return {
    async list(tree, limit = Infinity) {
      const key = `${tree} ${limit}`;
      const known = lists.get(key);
      if (known !== undefined) return keep(lists, key, known, KEPT_LISTS);
      const found: TreeList = { files: [], folders: [], truncated: false };
      const walk = async (id: string, prefix: string): Promise<boolean> => {
        const entries = await entriesOf(id);
        if (entries === null) return false;
        // All of a level are asked for at once: one conversation answers them in one go.
        for (const { mode, id: below } of entries) if (mode === '40000' && !trees.has(below)) void entriesOf(below).catch(() => {});
        for (const entry of entries) {
          if (found.files.length >= limit) {
            found.truncated = true;
            return true;
          }
          const path = prefix + entry.name;
          if (entry.mode !== '40000') found.files.push({ path, mode: entry.mode, id: entry.id });
          else {
            found.folders.push(path);
            if (!(await walk(entry.id, `${path}/`))) return false;
          }
        }
        return true;
      };
      return (await walk(tree, '')) ? keep(lists, key, found, KEPT_LISTS) : null;
    },
    async find(tree, path, same) {
      let at: TreeEntry = { name: '', mode: '40000', id: tree, bytes: Buffer.alloc(0) };
      for (const wanted of path.split('/')) {
        const entries = at.mode === '40000' ? await entriesOf(at.id) : null;
        const next = entries?.find(({ name }) => same(name, wanted));
        if (next === undefined) return null;
        at = next;
      }
      return at.mode === '40000' ? null : { path, mode: at.mode, id: at.id };
    },
  };
}

/** The newest `most` are kept. */
function keep<T>(map: Map<string, T>, key: string, value: T, most: number): T {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
  return value;
}
