/** Root trees as git stores them, with and without the folder that no sandbox may see. Names may hold any byte. */

/** Specs (held-out criteria among them) and coaching. */
export const HIDDEN = '.drover';

interface Entry {
  name: string;
  /** Mode, name, NUL, id: the entry's bytes, whole. */
  bytes: Buffer;
  isFolder: boolean;
}

export function withoutHidden(tree: Buffer, idBytes: number): Buffer {
  return Buffer.concat(parse(tree, idBytes).flatMap((entry) => (entry.name === HIDDEN ? [] : [entry.bytes])));
}

/** `tree` with the hidden entry of `source`, or with none where that has none. What `tree` had under the name goes. */
export function withHiddenOf(tree: Buffer, source: Buffer, idBytes: number): Buffer {
  const entries = parse(tree, idBytes).filter((entry) => entry.name !== HIDDEN);
  entries.push(...parse(source, idBytes).filter((entry) => entry.name === HIDDEN));
  return Buffer.concat(entries.toSorted((a, b) => Buffer.compare(sortKey(a), sortKey(b))).map((entry) => entry.bytes));
}

function parse(tree: Buffer, idBytes: number): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < tree.length;) {
    const space = tree.indexOf(0x20, at);
    const nul = tree.indexOf(0, space);
    if (space < 0 || nul < 0 || nul + idBytes >= tree.length) throw new Error('git gave a tree that ends within an entry');
    const mode = tree.toString('latin1', at, space);
    const next = nul + 1 + idBytes;
    entries.push({ name: tree.toString('latin1', space + 1, nul), bytes: tree.subarray(at, next), isFolder: mode === '40000' });
    at = next;
  }
  return entries;
}

/** git sorts a folder as if its name ended with a slash. */
function sortKey(entry: Entry): Buffer {
  return Buffer.from(entry.isFolder ? `${entry.name}/` : entry.name, 'latin1');
}
