import type { FileView } from '../../shared/instant.ts';
import type { PatchPiece, SessionDiff } from '../../shared/diff.ts';
import type { Sandbox } from '../../shared/sandbox.ts';
import type { TreeChange, TreeEdit, TreeLeaf } from '../../shared/tree-change.ts';
import { acceptTree, type Acceptance } from './accept.ts';
import { applyPatch } from './apply-patch.ts';
import { freeBranchName } from './branch-name.ts';
import { collectSnapshots, commitOfSnapshot, type Collected, type RawSnapshot } from './collect.ts';
import { diffOf, patchOf, patchPiece } from './diff.ts';
import { fileAt, filesAt, holdsCommit, type FilesAt } from './files-at.ts';
import { createGit } from './git.ts';
import { createRootFinder, describeRepository, type Repository } from './repository.ts';
import { listOwnCommits } from './own-commits.ts';
import { projectFiles } from './project-files.ts';
import { pushBranch, remotesOf } from './push.ts';
import { createObjectReader } from './object-reader.ts';
import { seedSandbox, type SeedSnapshot } from './seed.ts';
import { fullTree, shownTree } from './shown.ts';
import { makeSmallRepository, type SmallFile } from './small-repository.ts';
import { takeSnapshot, type Snapshot, type SnapshotLimits } from './snapshot.ts';
import { holdCommit, storeOf, treeOf, type Origin, type Place, type Store } from './store.ts';
import { diffOfTexts } from './text-diff.ts';
import { putBack, type FileBack } from './put-back.ts';
import { editTree, readText, shownName, treeChanges, treeFiles } from './tree-changes.ts';
import { createTreeLists } from './tree-lists.ts';

interface Job extends Origin {
  /** Names the sandbox's calls: the same prefix again collects what was begun, and runs nothing twice. */
  prefix: string;
  signal?: AbortSignal;
}

/**
 * A project's trip to a sandbox and back. `.drover/` stays at home: no sandbox gets a file or an object of it, and every
 * tree that comes back has the base's. Everything rejects with a `ProblemError` where a person can do something about it.
 */
export interface Workspaces {
  /** Reads the user's repository and writes nothing. */
  describeRepository(path: string, signal?: AbortSignal): Promise<Repository>;
  /** The folder of the repository that a path is in; cheap when it is asked again. */
  rootOf(path: string): Promise<string>;
  /** Paths of the files that the user's repository keeps, from its top. */
  projectFiles(root: string, signal?: AbortSignal): Promise<string[]>;
  /** A repository in the data folder with one commit of these files; the same files, the same one. */
  smallRepository(files: readonly SmallFile[], signal?: AbortSignal): Promise<{ root: string; commit: string }>;
  /** Keeps a commit in Drover's own store, whatever becomes of the user's repository. Repeatable. */
  hold(job: Origin & { commit: string; signal?: AbortSignal }): Promise<void>;
  /**
   * Puts the project into a worker's sandbox: the base commit on branch `drover`, and over it the files of a snapshot, with
   * its empty folders and modes. A commit instead of a snapshot: its files as git makes them. `setup`: before the spec's
   * setup, or over what it left.
   */
  seed(
    sandbox: Sandbox,
    job: Job & { base: string; snapshot: SeedSnapshot | string | null; head?: string | null; setup?: 'before' | 'after' | undefined },
  ): Promise<void>;
  /**
   * Brings snapshots that the sandbox wrote down to the desktop, while its worker's calls go on. Answers those that are here
   * now; what the sandbox does not have any more is not among them. Cheap where all are here. Repeatable.
   */
  collect(sandbox: Sandbox, job: Job & { base: string; snapshots: readonly RawSnapshot[] }): Promise<Collected[]>;
  /** Whether a commit is in Drover's own store. */
  holds(job: { root: string; commit: string }): Promise<boolean>;
  /** The files of a commit, with what differs from two others; null where an object of it is not on the desktop. */
  filesAt(job: { root: string; base: string; before: string | null; commit: string }): Promise<FilesAt | null>;
  /** One file of a commit; `path` as `filesAt` gives it. */
  fileAt(job: { root: string; commit: string; path: string }): Promise<FileView>;
  /** The commit of a snapshot's tree where all its objects are on the desktop, else null. */
  commitOf(job: { root: string; base: string; tree: string }): Promise<string | null>;
  /** The workspace as a commit on the base, its objects on the desktop. */
  snapshot(sandbox: Sandbox, job: Job & { base: string }): Promise<Snapshot>;
  /** Puts a commit's files into the gate's sandbox, as one commit without a past. */
  checkout(sandbox: Sandbox, job: Job & { commit: string }): Promise<void>;
  /** What differs between two commits, `.drover/` left out, file by file and without renames. */
  changes(job: { root: string; base: string; commit: string; signal?: AbortSignal }): Promise<TreeChange[]>;
  /** A file of at most 1 MB as text; null: larger, or not there. */
  readText(job: { root: string; leaf: TreeLeaf }): Promise<string | null>;
  /** The commit's tree as a sandbox gets it, with edits done to it, and every path in it. */
  judgedTree(job: {
    root: string;
    commit: string;
    edits: readonly TreeEdit[];
    signal?: AbortSignal;
  }): Promise<{ tree: string; paths: string[] }>;
  /** The base's tree as a sandbox gets it. */
  baseTree(job: { root: string; base: string; signal?: AbortSignal }): Promise<string>;
  /** The id of every file of a tree by its name's bytes as latin1. */
  treeFiles(job: { root: string; tree: string; signal?: AbortSignal }): Promise<Map<string, string>>;
  /** Writes files of the store into a sandbox, as they are. */
  putBack(sandbox: Sandbox, job: Omit<Job, 'session'> & { files: readonly FileBack[] }): Promise<void>;
  /** Makes the base's files in a sandbox that `checkout` filled those of `tree` (its id or a commit's): the whole tree that came of it, or why it cannot. */
  applyPatch(
    sandbox: Sandbox,
    job: Omit<Job, 'session'> & { base: string; tree: string },
  ): Promise<{ ok: true; tree: string } | { ok: false; reason: string }>;
  diff(job: { root: string; base: string; commit: string; signal?: AbortSignal }): Promise<SessionDiff>;
  /** Of the patch of one file (its old path too, where it was renamed) the part that begins at a byte. */
  patchPiece(job: {
    root: string;
    base: string;
    commit: string;
    paths: readonly string[];
    from: number;
    signal?: AbortSignal;
  }): Promise<PatchPiece>;
  /** What `git apply` turns back into exactly the commit's tree. */
  patch(job: { root: string; base: string; commit: string; signal?: AbortSignal }): AsyncIterable<Uint8Array>;
  treeOf(job: { root: string; commit: string }): Promise<string>;
  /** What an edit of one text file changes, as a unified diff; empty where both are the same. */
  diffOfTexts(path: string, before: string, after: string): Promise<string>;
  /** The worker's own commits up to `head`, oldest first, as a person reads them. */
  ownCommits(job: { root: string; base: string; head: string }): Promise<{ commit: string; subject: string; files: number }[]>;
  /** Where the user's repository pushes to. */
  remotes(root: string): Promise<{ name: string; url: string }[]>;
  /** Pushes a branch of the user's repository, never by force. */
  push(job: { root: string; remote: { name: string; url: string }; branch: string }): Promise<void>;
  /** Makes a branch with a commit of exactly this tree in the user's repository, and touches nothing else there. */
  accept(job: Acceptance): Promise<{ branch: string; commit: string }>;
  /** `wanted`, or a name near it that no branch has. */
  freeBranchName(root: string, wanted: string): Promise<string>;
  /** Ends what waits for questions. What is asked then fails. */
  close(): void;
}

const LIMITS: SnapshotLimits = { maxFileBytes: 50 * 1024 * 1024, maxPackBytes: 1024 * 1024 * 1024, timeoutMs: 120_000 };

/** What the gate reads of a file. */
const TEXT_BYTES = 1024 * 1024;

export interface WorkspacesOptions {
  dataDir: string;
  /** Default `git`, found on the PATH. */
  gitPath?: string;
  /** Default: this process's. */
  environment?: NodeJS.ProcessEnv;
  limits?: Partial<SnapshotLimits>;
}

export function createWorkspaces(options: WorkspacesOptions): Workspaces {
  const git = createGit(options.gitPath ?? 'git', options.environment ?? process.env);
  const limits = { ...LIMITS, ...options.limits };
  const store = (root: string): Store => storeOf(git, options.dataDir, root);
  const closing = new AbortController();
  const places = new Map<string, Place>();
  const placeOf = (root: string): Place => {
    const known = places.get(root);
    if (known !== undefined) return known;
    const reader = createObjectReader(store(root), closing.signal);
    const place = { store: store(root), reader, lists: createTreeLists(reader) };
    places.set(root, place);
    return place;
  };
  const queues = new Map<string, Promise<unknown>>();
  const inTurn = <T>(queue: string, act: () => Promise<T>): Promise<T> => {
    const turn = (queues.get(queue) ?? Promise.resolve()).then(act);
    const ended = turn.then(
      () => undefined,
      () => undefined,
    );
    queues.set(queue, ended);
    void ended.then(() => queues.get(queue) === ended && queues.delete(queue));
    return turn;
  };

  /** One hold at a time for each store: two fetches would fight over its list of history's ends. */
  const hold: Workspaces['hold'] = (job) => inTurn(job.root, () => holdCommit(store(job.root), job, job.commit, job.signal));

  return {
    describeRepository: (path, signal) => describeRepository(git, path, signal),
    rootOf: createRootFinder(git),
    projectFiles: (root, signal) => projectFiles(git, root, signal),
    smallRepository: (files, signal) => makeSmallRepository(git, options.dataDir, files, signal),
    hold,
    seed: async (sandbox, job) => {
      await hold({ ...job, commit: job.base });
      const snapshot = typeof job.snapshot === 'string' ? { tree: null, commit: job.snapshot, extras: null } : job.snapshot;
      await seedSandbox(placeOf(job.root), sandbox, { ...job, snapshot, mode: 'worker' });
    },
    snapshot: (sandbox, job) => inTurn(job.session, () => takeSnapshot(placeOf(job.root), sandbox, job, limits)),
    collect: (sandbox, job) => inTurn(job.session, () => collectSnapshots(placeOf(job.root), sandbox, job, limits)),
    holds: (job) => holdsCommit(placeOf(job.root), job.commit),
    filesAt: (job) => filesAt(placeOf(job.root), job),
    fileAt: (job) => fileAt(placeOf(job.root), job),
    commitOf: (job) => commitOfSnapshot(placeOf(job.root), job.base, job.tree),
    checkout: async (sandbox, job) => {
      await hold(job);
      await seedSandbox(placeOf(job.root), sandbox, {
        mode: 'gate',
        base: job.commit,
        snapshot: null,
        prefix: job.prefix,
        signal: job.signal,
      });
    },
    changes: async ({ root, base, commit, signal }) => {
      const place = placeOf(root);
      const [from, to] = await Promise.all(
        [base, commit].map(async (id) => shownTree(place.store, await treeOf(place.store, id, signal), signal)),
      );
      return treeChanges(place.store, place.reader, from ?? '', to ?? '', signal);
    },
    readText: ({ root, leaf }) => readText(placeOf(root).reader, leaf.id, TEXT_BYTES),
    judgedTree: async ({ root, commit, edits, signal }) => {
      const place = store(root);
      const tree = await editTree(place, await shownTree(place, await treeOf(place, commit, signal), signal), edits, signal);
      return { tree, paths: [...(await treeFiles(place, tree, signal)).keys()].map(shownName) };
    },
    baseTree: async ({ root, base, signal }) => shownTree(store(root), await treeOf(store(root), base, signal), signal),
    treeFiles: ({ root, tree, signal }) => treeFiles(store(root), tree, signal),
    putBack: (sandbox, job) => putBack(placeOf(job.root).reader, sandbox, job),
    applyPatch: async (sandbox, job) => {
      const { signal, prefix } = job;
      const place = store(job.root);
      const fullBase = await treeOf(place, job.base, signal);
      const baseTree = await shownTree(place, fullBase, signal);
      const wanted = await shownTree(place, await treeOf(place, job.tree, signal), signal);
      const applied = await applyPatch(sandbox, patchOf(place, baseTree, wanted, signal), { baseTree, prefix, signal });
      if (!applied.ok) return applied;
      if (applied.tree !== wanted) return { ok: false, reason: 'it gave other files there than the worker had' };
      return { ok: true, tree: await fullTree(place, wanted, fullBase, signal) };
    },
    diff: (job) =>
      diffOf(store(job.root), job.base, job.commit, job.signal).catch(async (error: unknown) => {
        // Why git has no answer: one of the two is not there any more.
        for (const commit of [job.base, job.commit]) await treeOf(store(job.root), commit, job.signal);
        throw error;
      }),
    patchPiece: ({ root, ...job }) => patchPiece(store(root), job),
    patch: (job) => patchOf(store(job.root), job.base, job.commit, job.signal),
    treeOf: (job) => treeOf(store(job.root), job.commit),
    diffOfTexts: (path, before, after) => diffOfTexts(git, path, before, after),
    ownCommits: ({ root, base, head }) => listOwnCommits(store(root), base, head),
    remotes: (root) => remotesOf(git, root),
    push: (job) => pushBranch(git, job),
    accept: (job) => acceptTree(placeOf(job.root), job),
    freeBranchName: (root, wanted) => freeBranchName(git, root, wanted, { config: 'user' }),
    close: () => closing.abort(new Error('Drover is closing')),
  };
}
