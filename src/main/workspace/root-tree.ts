/** Trees as git stores them, and root trees with and without the folder that no sandbox may see. Names may hold any byte. */

/** Specs (held-out criteria among them) and coaching. */
export const HIDDEN = '.drover';

export interface TreeEntry {
  /** latin1, so that every byte survives. */
  name: string;
  /** As in the tree: `40000` is a folder. */
  mode: string;
  id: string;
  /** Mode, name, NUL, id: the entry's bytes, whole. */
  bytes: Buffer;
}

export function withoutHidden(tree: Buffer, idBytes: number): Buffer {
  return Buffer.concat(parseTree(tree, idBytes).flatMap((entry) => (entry.name === HIDDEN ? [] : [entry.bytes])));
}

/** `tree` with the hidden entry of `source`, or with none where that has none. What `tree` had under the name goes. */
export function withHiddenOf(tree: Buffer, source: Buffer, idBytes: number): Buffer {
  const entries = parseTree(tree, idBytes).filter((entry) => entry.name !== HIDDEN);
  entries.push(...parseTree(source, idBytes).filter((entry) => entry.name === HIDDEN));
  return sortTree(entries);
}

/** Throws where the bytes are no tree. */
export function parseTree(tree: Buffer, idBytes: number): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < tree.length;) {
    const space = tree.indexOf(0x20, at);
    const nul = tree.indexOf(0, space);
    if (space < 0 || nul < 0 || nul + idBytes >= tree.length) throw new Error('git gave a tree that ends within an entry');
    const mode = tree.toString('latin1', at, space);
    const next = nul + 1 + idBytes;
    entries.push({
      name: tree.toString('latin1', space + 1, nul),
      mode,
      id: tree.toString('hex', nul + 1, next),
      bytes: tree.subarray(at, next),
    });
    at = next;
  }
  return entries;
}

/** The bytes of a tree with these entries. */
export function sortTree(entries: readonly TreeEntry[]): Buffer {
  return Buffer.concat(entries.toSorted((a, b) => Buffer.compare(sortKey(a), sortKey(b))).map((entry) => entry.bytes));
}

/** git sorts a folder as if its name ended with a slash. */
function sortKey(entry: TreeEntry): Buffer {
  return Buffer.from(entry.mode === '40000' ? `${entry.name}/` : entry.name, 'latin1');
}
