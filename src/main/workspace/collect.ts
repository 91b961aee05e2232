/** Snapshots that a sandbox wrote down, brought to the desktop's store: whole, checked, and kept alive. */
import { randomBytes } from 'node:crypto';
import type { Sandbox } from '../../shared/sandbox.ts';
import { collectScript } from './collect-script.ts';
import { commitText } from './commit-text.ts';
import { GitFailure, gitLine } from './git.ts';
import { assertObjectId } from './object-id.ts';
import { readObjects } from './object-reader.ts';
import { objectIdOf, packObjects, type GitObject } from './pack-writer.ts';
import { holdsWholeTrees, takePack } from './packs.ts';
import { withHiddenOf } from './root-tree.ts';
import { scratchOf } from './scratch.ts';
import { runScript, scriptFailed } from './script.ts';
import { shownTree } from './shown.ts';
import type { SnapshotLimits } from './snapshot.ts';
import { sessionRef, storeOptions, treeOf, type Origin, type Place, type Store } from './store.ts';

/** A snapshot as the hand names it: a tree without `.drover/`, and the blob of what git does not keep. */
export interface RawSnapshot {
  tree: string;
  extras: string | null;
}

export interface CollectJob extends Origin {
  base: string;
  snapshots: readonly RawSnapshot[];
  /** How the ids of the calls begin; each attempt has an id of its own. */
  prefix: string;
  signal?: AbortSignal | undefined;
}

export interface Collected {
  tree: string;
  commit: string;
}

const DOING = 'Fetching the snapshots';
/** A script names every snapshot, and a command has at most 128 KB. */
const AT_ONCE = 200;

/**
 * The snapshots that are on the desktop now, each with its commit, in the order asked for. What the sandbox does not have
 * any more, or has in a form that git refuses, is not among them. Repeatable; killed anywhere, it begins again.
 * Not to be called twice at once for one session.
 */
export async function collectSnapshots(place: Place, sandbox: Sandbox, job: CollectJob, limits: SnapshotLimits): Promise<Collected[]> {
  job.signal?.throwIfAborted();
  const base = await readBase(place, job.base);
  const found: RawSnapshot[] = [];
  const missing: RawSnapshot[] = [];
  for (const snapshot of uniqueOf(job.snapshots)) {
    const commit = await commitHere(place, base, snapshot.tree);
    const extrasHere = snapshot.extras === null || (await place.reader.read(snapshot.extras)) !== null;
    (commit !== null && extrasHere ? found : missing).push(snapshot);
  }
  const kept = await keepSnapshots(place, job, base, found);
  for (let at = 0; at < missing.length; at += AT_ONCE) {
    const got = await bring(place, sandbox, job, base, missing.slice(at, at + AT_ONCE), limits);
    kept.push(...(await keepSnapshots(place, job, base, got)));
  }
  const here = new Map(kept.map(({ tree, commit }) => [tree, commit]));
  return job.snapshots.flatMap(({ tree }) => {
    const commit = here.get(tree);
    return commit === undefined ? [] : [{ tree, commit }];
  });
}

interface Base {
  commit: string;
  /** As the user has it, and its root's content. */
  tree: string;
  content: Buffer;
  /** As the sandbox has it. */
  shown: string;
}

const bases = new WeakMap<Store, Map<string, Promise<Base>>>();

/** Read once: the screen asks at every step of a scrub. */
function readBase({ store }: Place, commit: string): Promise<Base> {
  const known = bases.get(store) ?? new Map<string, Promise<Base>>();
  bases.set(store, known);
  const read = async (): Promise<Base> => {
    const tree = await treeOf(store, commit);
    const [content = Buffer.alloc(0)] = await readObjects(store, [tree]);
    return { commit, tree, content, shown: await shownTree(store, tree) };
  };
  const base = known.get(commit) ?? read();
  known.set(commit, base);
  base.catch(() => known.delete(commit));
  return base;
}

/** The commit of a snapshot whose objects are in the store; null where they are not, or not all of them. */
export async function commitOfSnapshot(place: Place, base: string, tree: string): Promise<string | null> {
  assertObjectId(tree);
  return commitHere(place, await readBase(place, base), tree);
}

/** A commit is written only when everything below it was seen to be there: that it is there says enough. */
async function commitHere({ reader }: Place, base: Base, tree: string): Promise<string | null> {
  if (tree === base.shown) return base.commit;
  const root = await reader.read(tree);
  if (root?.type !== 'tree') return null;
  const { commit } = commitOn(base, root.content);
  return (await reader.read(commit.id)) === null ? null : commit.id;
}

interface Named {
  id: string;
  object: GitObject;
}

/** The commit of a sandbox's root tree, and the tree with the base's `.drover/` in it. The same tree gives the same commit. */
function commitOn(base: Base, root: Buffer): { tree: Named; commit: Named } {
  const named = (object: GitObject): Named => ({ id: objectIdOf(object, base.commit), object });
  const tree = named({ type: 'tree', content: withHiddenOf(root, base.content, base.tree.length / 2) });
  return { tree, commit: named({ type: 'commit', content: Buffer.from(commitText(tree.id, [base.commit])) }) };
}

/** One pack for all; where that one cannot be made or taken in, each half by itself, down to the snapshot that is the reason. */
async function bring(
  place: Place,
  sandbox: Sandbox,
  job: CollectJob,
  base: Base,
  wanted: readonly RawSnapshot[],
  limits: SnapshotLimits,
): Promise<RawSnapshot[]> {
  if (wanted.length === 0) return [];
  if (await bringAll(place, sandbox, job, base, wanted, limits)) return [...wanted];
  if (wanted.length === 1) return [];
  const half = wanted.length >> 1;
  const first = await bring(place, sandbox, job, base, wanted.slice(0, half), limits);
  return [...first, ...(await bring(place, sandbox, job, base, wanted.slice(half), limits))];
}

async function bringAll(
  { store }: Place,
  sandbox: Sandbox,
  job: CollectJob,
  base: Base,
  wanted: readonly RawSnapshot[],
  limits: SnapshotLimits,
): Promise<boolean> {
  const { signal } = job;
  const newest = await newestOf(store, job);
  const attempt = `${job.prefix}-${randomBytes(6).toString('hex')}`;
  const { gitDir, spareGitDir } = scratchOf(sandbox);
  const script = collectScript({
    values: { G: gitDir, SPARE: spareGitDir, OTHER: gitDir, W: sandbox.workspacePath, NAME: `collect-${attempt}.pack` },
    wanted: wanted.flatMap(({ tree, extras }) => (extras === null ? [tree] : [tree, extras])),
    have: newest === undefined ? [base.shown] : [base.shown, newest],
  });
  const answer = await runScript(sandbox, attempt, script, { doing: DOING, timeoutMs: limits.timeoutMs, signal });
  if (answer.exitCode !== 0) throw scriptFailed(sandbox, DOING, answer);
  const found = /^pack +(\d+) (\/.*)$/m.exec(answer.stdout);
  if (found === null || Number(found[1]) > limits.maxPackBytes) return false;
  try {
    const pack = sandbox.download(found[2] ?? '', limits.maxPackBytes);
    await takePack(store.git, store.at([]), pack, { ...storeOptions(signal), maxPackBytes: limits.maxPackBytes });
  } catch (error) {
    if (error instanceof GitFailure) return false;
    throw error;
  }
  return holdsWholeTrees(
    store,
    wanted.map(({ tree }) => tree),
    base.shown,
    signal,
  );
}

/**
 * Writes the commits, and one commit more that holds them all, and the extras, alive under one ref: its first parent is
 * the one that it replaces there. A ref a snapshot would be thousands of files.
 */
async function keepSnapshots({ store }: Place, job: CollectJob, base: Base, got: readonly RawSnapshot[]): Promise<Collected[]> {
  const newest = got.at(-1);
  if (newest === undefined) return [];
  const roots = await readObjects(
    store,
    got.map(({ tree }) => tree),
    job.signal,
  );
  const made = got.map(({ tree }, index) =>
    tree === base.shown
      ? { tree, commit: base.commit, objects: [] }
      : (({ tree: full, commit }) => ({ tree, commit: commit.id, objects: [full.object, commit.object] }))(
          commitOn(base, roots[index] ?? Buffer.alloc(0)),
        ),
  );
  const content = keptTree(got);
  const tree: GitObject = { type: 'tree', content };
  const keptRef = sessionRef(job.session, 'kept');
  const before = await store.git.run(store.at(['rev-parse', '--verify', '--quiet', keptRef]), storeOptions(job.signal));
  const previous = before.exitCode === 0 ? before.stdout.toString('utf8').trim() : undefined;
  const parents = [...(previous === undefined ? [] : [previous]), ...new Set(made.map(({ commit }) => commit))];
  const kept: GitObject = { type: 'commit', content: Buffer.from(commitText(objectIdOf(tree, base.commit), parents)) };
  const objects = [...made.flatMap((one) => one.objects), tree, kept];
  const input = packObjects(uniqueObjects(objects, base.commit), base.commit);
  await gitLine(store.git, store.at(['unpack-objects', '-q']), { ...storeOptions(job.signal), input });
  const refs = [
    `update ${keptRef} ${objectIdOf(kept, base.commit)}${previous === undefined ? '' : ` ${previous}`}`,
    `update ${sessionRef(job.session, 'newest')} ${newest.tree}`,
  ];
  await gitLine(store.git, store.at(['update-ref', '--stdin']), { ...storeOptions(job.signal), input: `${refs.join('\n')}\n` });
  return made.map(({ tree: raw, commit }) => ({ tree: raw, commit }));
}

/** The trees as the sandbox has them, and the extras, each under its own id. */
function keptTree(got: readonly RawSnapshot[]): Buffer {
  const rows = new Map<string, string>();
  for (const { tree, extras } of got) {
    rows.set(tree, '40000');
    if (extras !== null) rows.set(extras, '100644');
  }
  const sorted = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat(sorted.flatMap(([id, mode]) => [Buffer.from(`${mode} ${id}\0`), Buffer.from(id, 'hex')]));
}

function uniqueObjects(objects: readonly GitObject[], like: string): GitObject[] {
  return [...new Map(objects.map((object) => [objectIdOf(object, like), object])).values()];
}

function uniqueOf(snapshots: readonly RawSnapshot[]): RawSnapshot[] {
  for (const { tree, extras } of snapshots) [tree, ...(extras === null ? [] : [extras])].forEach(assertObjectId);
  return [...new Map(snapshots.map((snapshot) => [`${snapshot.tree} ${snapshot.extras ?? ''}`, snapshot])).values()];
}

/** The tree that the session's last pack ended with; undefined before the first. */
async function newestOf(store: Store, job: Origin & { signal?: AbortSignal | undefined }): Promise<string | undefined> {
  const args = store.at(['rev-parse', '--verify', '--quiet', `${sessionRef(job.session, 'newest')}^{tree}`]);
  const found = await store.git.run(args, storeOptions(job.signal));
  return found.exitCode === 0 ? found.stdout.toString('utf8').trim() : undefined;
}
