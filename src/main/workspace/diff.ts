import type { DiffFile, PatchPiece, SessionDiff } from '../../shared/diff.ts';
import { GitFailure, gitOutput } from './git.ts';
import { assertObjectId } from './object-id.ts';
import { storeOptions, type Store } from './store.ts';

const PATCH_LIMIT = 2 * 1024 * 1024;
/** No program of the repository's or the user's choosing has a say in what a diff shows. */
const DIFF_TREE = ['diff-tree', '-r', '--no-ext-diff', '--no-textconv', '--no-color', '-l1000'];

/** Files and patch between two commits of the store. The patch is cut at 2 MB, at the end of a line. */
export async function diffOf(store: Store, base: string, commit: string, signal?: AbortSignal): Promise<SessionDiff> {
  const args = store.at([...DIFF_TREE, '-p', '-M', base, commit]);
  const [changed, result] = await Promise.all([
    changesOf(store, base, commit, signal),
    store.git.run(args, { ...storeOptions(signal), maxBytes: PATCH_LIMIT }),
  ]);
  if (!result.truncated && result.exitCode !== 0) throw new GitFailure(args, result.exitCode, result.stderr);
  const text = result.stdout.toString('utf8');
  const patch = result.truncated ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
  return { base, commit, ...changed, patch, truncated: result.truncated };
}

/** Of one file's patch the part that begins at the byte `from`: at most 2 MB, whole lines where lines are no longer than that. */
export async function patchPiece(
  store: Store,
  job: { base: string; commit: string; paths: readonly string[]; from: number; signal?: AbortSignal | undefined },
): Promise<PatchPiece> {
  assertObjectId(job.base);
  assertObjectId(job.commit);
  const args = store.at(['--literal-pathspecs', ...DIFF_TREE, '-p', '-M', job.base, job.commit, '--', ...job.paths]);
  const chunks: Uint8Array[] = [];
  let [before, bytes] = [0, 0];
  for await (const chunk of store.git.stream(args, storeOptions(job.signal))) {
    const wanted = chunk.subarray(Math.max(0, job.from - before));
    before += chunk.length;
    chunks.push(wanted);
    bytes += wanted.length;
    if (bytes > PATCH_LIMIT) break;
  }
  const piece = Buffer.concat(chunks);
  if (piece.length <= PATCH_LIMIT) return { patch: piece.toString('utf8'), next: null };
  const end = endOfPiece(piece);
  return { patch: piece.subarray(0, end).toString('utf8'), next: job.from + end };
}

/** After the last line that is whole; in a line that is longer than a piece, before a character and not within one. */
function endOfPiece(piece: Buffer): number {
  const line = piece.lastIndexOf(0x0a, PATCH_LIMIT - 1);
  if (line >= 0) return line + 1;
  let end = PATCH_LIMIT;
  while (end > PATCH_LIMIT - 4 && ((piece[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}

/** The files that differ between two commits or trees, renames detected, in git's order. */
export async function changedFiles(store: Store, base: string, commit: string, signal?: AbortSignal): Promise<DiffFile[]> {
  return (await changesOf(store, base, commit, signal)).files;
}

async function changesOf(
  store: Store,
  base: string,
  commit: string,
  signal?: AbortSignal,
): Promise<Pick<SessionDiff, 'files' | 'contents'>> {
  assertObjectId(base);
  assertObjectId(commit);
  const args = store.at([...DIFF_TREE, '-z', '-M', '--raw', '--numstat', base, commit]);
  return parseRawNumstat(await gitOutput(store.git, args, storeOptions(signal)));
}

const STATUS = { A: 'added', M: 'modified', T: 'modified', D: 'deleted', R: 'renamed' } as const;

/** `diff-tree -z --raw --numstat`: every raw entry, then the counts in the same order. Names may hold any byte but NUL. */
function parseRawNumstat(output: Buffer): Pick<SessionDiff, 'files' | 'contents'> {
  const words = output.toString('utf8').split('\0');
  const files: DiffFile[] = [];
  const contents: string[] = [];
  let at = 0;
  const next = (): string => words[at++] ?? '';
  while (words[at]?.startsWith(':') === true) {
    const [oldMode = '', newMode = '', oldId = '', newId = '', kind = 'M'] = next().slice(1).split(' ');
    const letter = kind[0] ?? 'M';
    const status = letter in STATUS ? STATUS[letter as keyof typeof STATUS] : 'modified'; // checked by `in`
    const first = next();
    const path = status === 'renamed' ? next() : first;
    files.push({ path, oldPath: status === 'renamed' ? first : null, status, insertions: 0, deletions: 0, binary: false });
    contents.push(`${oldMode} ${oldId}..${newMode} ${newId}`);
  }
  for (const file of files) {
    const [insertions = '0', deletions = '0', path = ''] = next().split('\t');
    if (path === '') at += 2; // a rename's two names follow as words of their own
    file.binary = insertions === '-';
    file.insertions = file.binary ? 0 : Number(insertions);
    file.deletions = file.binary ? 0 : Number(deletions);
  }
  return { files, contents };
}

/** A patch that `git apply` turns back into exactly this tree: whole ids, binary files included, no renames. */
export function patchOf(store: Store, base: string, commit: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  assertObjectId(base);
  assertObjectId(commit);
  return store.git.stream(store.at([...DIFF_TREE, '-p', '--binary', '--full-index', '--no-renames', base, commit]), {
    ...storeOptions(signal),
    timeoutMs: 5 * 60_000,
  });
}
