/**
 * A private bare repository for each project, in the data folder. It holds what a session needs whatever becomes of
 * the user's repository: the base commits and the snapshots, kept alive by refs `refs/drover/sessions/<session>/<id>`.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../../shared/problem.ts';
import { gitHolds, gitLine, GitFailure, type Git, type GitOptions } from './git.ts';
import { assertObjectId } from './object-id.ts';
import type { ObjectReader } from './object-reader.ts';
import { describeRepository } from './repository.ts';
import type { TreeLists } from './tree-lists.ts';

/** Commits of history that a worker gets. Enough for log and blame, and a large project still fits through a slow link. */
const HISTORY_DEPTH = 50;
/** Packs (one for each snapshot) after which the store is tidied. */
const PACKS_BEFORE_TIDY = 60;
/** Small packs are unpacked: a session of hundreds of calls leaves thousands of objects. */
const LOOSE_BEFORE_TIDY = 6000;

/** Which session, and the repository it came from. */
export interface Origin {
  session: string;
  root: string;
}

export interface Store {
  gitDir: string;
  git: Git;
  /** `--git-dir` in front of a subcommand. */
  at(args: readonly string[]): string[];
}

/** A store, and who reads single objects and whole trees of it. */
export interface Place {
  store: Store;
  reader: ObjectReader;
  lists: TreeLists;
}

export function storeOf(git: Git, dataDir: string, root: string): Store {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 32);
  const gitDir = join(dataDir, 'workspaces', `${name}.git`);
  return { gitDir, git, at: (args) => [`--git-dir=${gitDir}`, ...args] };
}

/** No configuration but the store's own: nothing of the user's changes what a session sees. */
export const storeOptions = (signal?: AbortSignal): GitOptions => ({ config: 'none', signal });

/**
 * Brings a commit (its tree and 50 commits of history) from the user's repository into the store and keeps it there.
 * Where another session keeps it already, the repository is not asked. It is only read. Repeatable. Not to be called twice at once for one store.
 */
export async function holdCommit(store: Store, origin: Origin, commit: string, signal?: AbortSignal): Promise<void> {
  assertObjectId(commit);
  const ref = sessionRef(origin.session, commit);
  await createStore(store, origin.root, signal);
  if (await gitHolds(store.git, store.at(['rev-parse', '--verify', '--quiet', ref]), storeOptions(signal))) return;
  // Another session keeps it, whole: whatever became of it in the user's repository meanwhile.
  const kept = await gitLine(
    store.git,
    store.at(['for-each-ref', '--count=1', `--points-at=${commit}`, 'refs/drover/sessions']),
    storeOptions(signal),
  );
  if (kept !== '') {
    await gitLine(store.git, store.at(['update-ref', ref, commit]), storeOptions(signal));
    return;
  }
  const user: GitOptions = { config: 'user', signal };
  if (!(await gitHolds(store.git, ['-C', origin.root, 'cat-file', '-e', `${commit}^{commit}`], user))) throw baseGone(origin.root, commit);
  const fetch = [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-auto-gc',
    '--no-recurse-submodules',
    '--update-shallow',
    `--depth=${HISTORY_DEPTH}`,
  ];
  const args = store.at([...fetch, '--', origin.root, `${commit}:${ref}`]);
  const result = await store.git.run(args, { ...user, timeoutMs: 15 * 60_000 });
  if (result.exitCode !== 0) throw new GitFailure(args, result.exitCode, result.stderr);
  await tidy(store, signal);
}

export function baseGone(root: string, commit: string): ProblemError {
  return new ProblemError({
    what: `The commit ${commit.slice(0, 10)} that this work started from is no longer in the repository`,
    where: root,
    todo: 'Fetch or restore the branch that had it, then try again; or dispatch the spec anew from a commit that is there.',
  });
}

/** Where a session keeps a commit alive: by its id, `kept` for all that were collected, `newest` for a tree. A session's id is part of a ref's name, and no more than that. */
export function sessionRef(session: string, commit: string): string {
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(session)) throw new TypeError(`not a session id: ${JSON.stringify(session.slice(0, 100))}`);
  if (commit !== 'newest' && commit !== 'kept') assertObjectId(commit);
  return `refs/drover/sessions/${session}/${commit}`;
}

/** Made beside its place and renamed into it, so that a half-made store is never found. */
async function createStore(store: Store, root: string, signal?: AbortSignal): Promise<void> {
  if (await stat(join(store.gitDir, 'HEAD')).catch(() => undefined)) return;
  await describeRepository(store.git, root, signal); // says plainly why it cannot be used
  const format = await gitLine(store.git, ['-C', root, 'rev-parse', '--show-object-format'], { config: 'user', signal });
  const made = `${store.gitDir}.${process.pid}.${Date.now()}`;
  await mkdir(made, { recursive: true, mode: 0o700 });
  await gitLine(store.git, ['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, made], storeOptions(signal));
  await writeFile(join(made, 'description'), `Drover's copy of ${root}\n`);
  await rename(made, store.gitDir).catch(async (error: NodeJS.ErrnoException) => {
    await rm(made, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error; // another process was first
  });
}

/** Everything that matters is under a ref, so a gc loses nothing; two weeks of grace for what is under way. */
async function tidy(store: Store, signal?: AbortSignal): Promise<void> {
  const namesIn = (folder: string): Promise<string[]> => readdir(join(store.gitDir, 'objects', folder)).catch(() => []);
  const packs = (await namesIn('pack')).filter((name) => name.endsWith('.pack')).length;
  // Ids are spread evenly: one folder of 256 speaks for all.
  const loose = (await namesIn('17')).length * 256;
  if (packs < PACKS_BEFORE_TIDY && loose < LOOSE_BEFORE_TIDY) return;
  await store.git.run(store.at(['gc', '--quiet', '--prune=2.weeks.ago']), { ...storeOptions(signal), timeoutMs: 10 * 60_000 });
}

/** The copy that the session lives on was removed, or is another's. */
function workGone(store: Store): ProblemError {
  return new ProblemError({
    what: 'The files of this session are no longer on this computer',
    where: store.gitDir,
    todo: "Put Drover's data back from a backup, or dispatch the spec again: the work has to be made anew.",
  });
}

/** The tree of a commit that the store holds. Rejects with a `ProblemError` where it does not. */
export async function treeOf(store: Store, commit: string, signal?: AbortSignal): Promise<string> {
  assertObjectId(commit);
  const found = await store.git.run(store.at(['rev-parse', '--verify', '--quiet', `${commit}^{tree}`]), storeOptions(signal));
  if (found.exitCode !== 0) throw workGone(store);
  return found.stdout.toString('utf8').trim();
}
