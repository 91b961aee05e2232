/** The rows of a tree of files: folders before what is in them, folded ones without. Pure. */
import type { FileEntry } from '../../../../shared/instant.ts';

export type FileRow =
  | { kind: 'folder'; path: string; name: string; depth: number; open: boolean; changed: boolean }
  | { kind: 'file'; name: string; depth: number; entry: FileEntry };

/** Entries are sorted by path. A folder is open unless it is in `folded`; with `changedOnly`, only what differs from the base. */
export function fileRows(entries: readonly FileEntry[], folded: ReadonlySet<string>, changedOnly: boolean): FileRow[] {
  const shown = changedOnly ? entries.filter((entry) => entry.sinceBase !== null) : entries;
  const changed = new Set(shown.flatMap((entry) => (entry.sinceBase === null ? [] : foldersOf(entry.path))));
  const rows: FileRow[] = [];
  let within: string[] = [];
  for (const entry of shown) {
    const folders = foldersOf(entry.path);
    const hidden = folders.findIndex((folder) => folded.has(folder));
    const open = hidden === -1 ? folders : folders.slice(0, hidden + 1);
    open.forEach((path, depth) => {
      if (within[depth] === path) return;
      within = within.slice(0, depth);
      rows.push({ kind: 'folder', path, name: nameOf(path), depth, open: !folded.has(path), changed: changed.has(path) });
      within[depth] = path;
    });
    within = within.slice(0, open.length);
    if (hidden === -1) rows.push({ kind: 'file', name: nameOf(entry.path), depth: folders.length, entry });
  }
  return rows;
}

/** `a/b/c.ts` is in `a` and `a/b`. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) folders.push(path.slice(0, at));
  return folders;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
