/** Files of a commit as a screen shows them: sizes, and what differs from two other commits. Fast enough to follow a scrubbing hand. */
import { existsSync } from 'node:fs';
import type { FileEntry, FileView } from '../../shared/instant.ts';
import { assertObjectId, isObjectId } from './object-id.ts';
import { storeOptions, type Place } from './store.ts';
import type { ListedFile, TreeList } from './tree-lists.ts';

export interface FilesAt {
  entries: FileEntry[];
  truncated: boolean;
}

const MOST_ENTRIES = 50_000;
/** Of the two trees that are compared with: a file beyond shows as added. */
const MOST_COMPARED = 200_000;
const TEXT_BYTES = 1_000_000;
/** As git does: a NUL among the first bytes means that this is no text. */
const LOOKED_AT_BYTES = 8000;
const ASCII = /^[ -~]*$/;

/** @returns null where an object of the commit is not in the store */
export async function filesAt(place: Place, job: { base: string; before: string | null; commit: string }): Promise<FilesAt | null> {
  const list = await place.lists.list(await treeIn(place, job.commit), MOST_ENTRIES);
  if (list === null) return null;
  const sinceBase = await marks(place, list, job.base);
  const sinceBefore = job.before === job.base ? sinceBase : await marks(place, list, job.before);
  const sizes = await place.reader.sizes(list.files.filter((file) => file.mode !== '160000').map(({ id }) => id));
  let at = 0;
  const entries = list.files.map((file): FileEntry => {
    const bytes = file.mode === '160000' ? 0 : (sizes[at++] ?? 0);
    return { path: shown(file.path), kind: kindOf(file.mode), bytes, sinceBase: sinceBase(file), sinceBefore: sinceBefore(file) };
  });
  return { entries, truncated: list.truncated };
}

/** Whether a commit is in the store. A store that was never made has none. */
export async function holdsCommit({ store, reader }: Place, commit: string): Promise<boolean> {
  if (!isObjectId(commit) || !existsSync(store.gitDir)) return false;
  return (await reader.read(commit))?.type === 'commit';
}

type Mark = (file: ListedFile) => 'added' | 'modified' | null;

const known = new WeakMap<TreeList, Map<string, string>>();

async function marks(place: Place, list: TreeList, against: string | null): Promise<Mark> {
  const other = against === null ? null : await place.lists.list(await treeIn(place, against), MOST_COMPARED);
  if (other === null || other === list) return () => null;
  const ids = known.get(other) ?? new Map(other.files.map(({ path, mode, id }) => [path, `${mode} ${id}`]));
  known.set(other, ids);
  return ({ path, mode, id }) => {
    const was = ids.get(path);
    return was === undefined ? 'added' : was === `${mode} ${id}` ? null : 'modified';
  };
}

async function treeIn({ reader }: Place, commit: string): Promise<string> {
  const tree = (await reader.read(commit))?.content.toString('latin1', 'tree '.length).split('\n')[0] ?? '';
  assertObjectId(tree);
  return tree;
}

/** One file of a commit. `path` as `filesAt` shows it. */
export async function fileAt(place: Place, job: { commit: string; path: string }): Promise<FileView> {
  const { path } = job;
  const file = await place.lists.find(await treeIn(place, job.commit), path, (name, wanted) => shown(name) === wanted);
  if (file === null) return { kind: 'missing', path };
  if (file.mode === '160000') return { kind: 'text', path, text: `Submodule at ${file.id}\n`, bytes: 0, truncated: false };
  const [bytes] = await place.reader.sizes([file.id]);
  if (bytes == null) return { kind: 'missing', path };
  const content = await contentOf(place, file.id, bytes);
  if (content.subarray(0, LOOKED_AT_BYTES).includes(0)) return { kind: 'binary', path, bytes };
  const truncated = bytes > content.length;
  // Cut where a character ends.
  return { kind: 'text', path, text: new TextDecoder().decode(content, { stream: truncated }), bytes, truncated };
}

async function contentOf(place: Place, id: string, bytes: number): Promise<Buffer> {
  if (bytes <= TEXT_BYTES) return (await place.reader.read(id))?.content ?? Buffer.alloc(0);
  const args = place.store.at(['cat-file', 'blob', id]);
  return (await place.store.git.run(args, { ...storeOptions(), maxBytes: TEXT_BYTES })).stdout;
}

function kindOf(mode: string): FileEntry['kind'] {
  if (mode === '120000') return 'symlink';
  if (mode === '160000') return 'submodule';
  return mode === '100755' ? 'executable' : 'file';
}

/** A name as far as it is UTF-8. */
function shown(path: string): string {
  return ASCII.test(path) ? path : Buffer.from(path, 'latin1').toString('utf8');
}
