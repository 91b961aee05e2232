/** The workspace as it stands, brought to the desktop as a commit on the base. Nothing the sandbox says is believed unchecked. */
import { ProblemError } from '../../shared/problem.ts';
import type { Sandbox } from '../../shared/sandbox.ts';
import { carryCommits } from './carry-commits.ts';
import { collectSnapshots } from './collect.ts';
import { changedFiles } from './diff.ts';
import { GitFailure, gitLine } from './git.ts';
import { isObjectId } from './object-id.ts';
import { holdsWholeTree, packOf, takePack } from './packs.ts';
import { scratchOf, type Scratch } from './scratch.ts';
import { runScript, scriptFailed } from './script.ts';
import { makeCommit, reseedScript } from './seed.ts';
import { fullTree, shownTree } from './shown.ts';
import { snapshotScript } from './snapshot-script.ts';
import { sessionRef, storeOptions, treeOf, type Origin, type Place, type Store } from './store.ts';

export interface SnapshotLimits {
  /** Larger files are left out and named. */
  maxFileBytes: number;
  /** A pack of new objects above this is refused. */
  maxPackBytes: number;
  timeoutMs: number;
}

export interface SnapshotJob extends Origin {
  base: string;
  prefix: string;
  signal?: AbortSignal | undefined;
}

/** What the event `workspace.snapshot` says. */
export interface Snapshot {
  commit: string;
  collected: boolean;
  files_changed: number;
  insertions: number;
  deletions: number;
  left_out: string[];
  tool_use_id: null;
  /** As the sandbox has it, without `.drover/`, and what git does not keep; null where the sandbox did not write it down. */
  tree: string | null;
  extras: string | null;
  paths: [];
  /** The worker's newest own commit, whose objects are on the desktop; absent: it made none, or they stay where they are. */
  head?: string;
}

const DOING = 'The snapshot of the workspace';
const LEFT_OUT_BYTES = 256 * 1024;
const LEFT_OUT_NAMES = 200;

/**
 * Tracked and untracked files, ignored ones left out, files over a limit left out and named. The worker's own repository
 * is neither read nor written. The same files on the same base give the same commit.
 */
export async function takeSnapshot(place: Place, sandbox: Sandbox, job: SnapshotJob, limits: SnapshotLimits): Promise<Snapshot> {
  const { store } = place;
  const fullBase = await treeOf(store, job.base, job.signal);
  const baseTree = await shownTree(store, fullBase, job.signal);
  const scratch = scratchOf(sandbox);
  const have = (await newestTree(store, job)) ?? baseTree;
  // What the desktop has by now is part of the name: a driver that died after it kept a snapshot left another call behind.
  const name = `${job.prefix}-take-${have.slice(0, 12)}`;
  for (const callId of [name, `${name}-again`]) {
    const report = await runTake(store, sandbox, scratch, callId, { job, baseTree, have, limits });
    if (!(await bring(store, sandbox, scratch.out(callId, 'pack'), report, { job, baseTree, limits }))) continue;
    const tree = await fullTree(store, report.tree, fullBase, job.signal);
    const commit = tree === fullBase ? job.base : await makeCommit(store, tree, [job.base], job.signal);
    await keep(store, job, commit, report.tree);
    const files = await changedFiles(store, fullBase, tree, job.signal);
    const leftOut = report.leftBytes === 0 ? [] : await readLeftOut(sandbox, scratch.out(callId, 'left'));
    const carry = { ...job, callId, maxPackBytes: limits.maxPackBytes, timeoutMs: limits.timeoutMs };
    const own = report.head === null ? { head: null, why: null } : await carryCommits(store, sandbox, scratch, carry, report.head);
    return {
      commit,
      collected: true,
      files_changed: files.length,
      insertions: files.reduce((sum, file) => sum + file.insertions, 0),
      deletions: files.reduce((sum, file) => sum + file.deletions, 0),
      left_out: [...leftOut, ...(own.why === null ? [] : [`the worker's own commits: ${own.why}`])],
      ...(own.head === null ? {} : { head: own.head }),
      tool_use_id: null,
      ...(await exactFiles(place, sandbox, job, callId, limits)),
      paths: [],
    };
  }
  throw refused(sandbox, 'its files did not arrive whole');
}

/**
 * What the sandbox itself wrote down: the files to the byte, empty folders, modes. The commit above is what a verdict judges,
 * with git's rules for line ends; this is what the session goes on from. Without it the commit has to do.
 */
async function exactFiles(
  place: Place,
  sandbox: Sandbox,
  job: SnapshotJob,
  callId: string,
  limits: SnapshotLimits,
): Promise<{ tree: string | null; extras: string | null }> {
  const { snapshot } = await sandbox.execute(`${callId}-exact`, { op: 'snapshot' }, job.signal === undefined ? {} : { signal: job.signal });
  job.signal?.throwIfAborted();
  if (snapshot === null) return { tree: null, extras: null };
  const { tree, extras } = snapshot;
  const collected = await collectSnapshots(place, sandbox, { ...job, prefix: callId, snapshots: [{ tree, extras }] }, limits);
  return collected.length === 0 ? { tree: null, extras: null } : { tree, extras };
}

interface Report {
  tree: string;
  /** The worker's own HEAD, as the sandbox says. */
  head: string | null;
  packBytes: number;
  leftBytes: number;
}

interface Take {
  job: SnapshotJob;
  /** The base's as the sandbox knows it. */
  baseTree: string;
  limits: SnapshotLimits;
}

async function runTake(store: Store, sandbox: Sandbox, scratch: Scratch, callId: string, take: Take & { have: string }): Promise<Report> {
  const { job, baseTree, limits } = take;
  const script = snapshotScript({
    G: scratch.gitDir,
    SPARE: scratch.spareGitDir,
    W: sandbox.workspacePath,
    WORK: scratch.work,
    PACK: scratch.out(callId, 'pack'),
    LEFT: scratch.out(callId, 'left'),
    OLD: scratch.oldOut,
    BASE_TREE: baseTree,
    HAVE: take.have,
    MAX_FILE_BYTES: String(limits.maxFileBytes),
  });
  const options = { doing: DOING, timeoutMs: limits.timeoutMs, signal: job.signal };
  let answer = await runScript(sandbox, callId, script, options);
  if (answer.exitCode === 0 && answer.stdout.trim() === 'reseed') {
    await reseed(store, sandbox, scratch, `${callId}-reseed`, take);
    answer = await runScript(sandbox, `${callId}-reseeded`, script, options);
  }
  if (answer.exitCode !== 0) throw scriptFailed(sandbox, DOING, answer);
  const found = /^tree ([0-9a-f]+)\npack\s+(\d+)\nleft\s+(\d+)(?:\nhead ?([0-9a-f]*))?$/.exec(answer.stdout.trim());
  if (!found || !isObjectId(found[1] ?? '')) throw refused(sandbox, 'git in the sandbox answered with something else');
  const head = isObjectId(found[4] ?? '') ? (found[4] ?? null) : null;
  return { tree: found[1] ?? '', packBytes: Number(found[2]), leftBytes: Number(found[3]), head };
}

/** Our repository in the sandbox is gone: the worker emptied /tmp, or removed it. */
async function reseed(store: Store, sandbox: Sandbox, scratch: Scratch, callId: string, take: Take): Promise<void> {
  const { job, baseTree } = take;
  await sandbox.upload(scratch.reseed, packOf(store, [baseTree], [], job.signal));
  const format = baseTree.length === 64 ? '--object-format=sha256' : '--quiet';
  const { gitDir: G, spareGitDir: SPARE, reseed: SEED } = scratch;
  const script = reseedScript({ G, SPARE, W: sandbox.workspacePath, SEED, BASE_TREE: baseTree, FORMAT: format });
  const answer = await runScript(sandbox, callId, script, { doing: DOING, timeoutMs: take.limits.timeoutMs, signal: job.signal });
  if (answer.exitCode !== 0) throw scriptFailed(sandbox, DOING, answer);
}

/** False where the pack was not there any more or did not have the whole tree; throws where it is not to be had at all. */
async function bring(store: Store, sandbox: Sandbox, path: string, report: Report, take: Take): Promise<boolean> {
  const { job, baseTree, limits } = take;
  if (report.tree === baseTree || (await holdsWholeTree(store, report.tree, baseTree, job.signal))) return true;
  if (report.packBytes > limits.maxPackBytes) {
    const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MB`;
    throw new ProblemError({
      what: `The workspace has ${megabytes(report.packBytes)} of new files, and a snapshot may have ${megabytes(limits.maxPackBytes)}`,
      where: `sandbox ${sandbox.id}`,
      todo: 'Tell the worker to remove what was generated, or to list it in .gitignore.',
    });
  }
  if (report.packBytes === 0) return false;
  try {
    const pack = sandbox.download(path, limits.maxPackBytes);
    await takePack(store.git, store.at([]), pack, { ...storeOptions(job.signal), maxPackBytes: limits.maxPackBytes });
  } catch (error) {
    job.signal?.throwIfAborted();
    if (!(error instanceof GitFailure)) return false;
    throw new ProblemError({ ...refused(sandbox, 'git found its objects malformed').problem }, { cause: error });
  }
  return holdsWholeTree(store, report.tree, baseTree, job.signal);
}

/** Keeps the commit's objects alive, and the tree as the sandbox has it as the newest: the next pack is made against it. */
async function keep(store: Store, job: SnapshotJob, commit: string, sandboxTree: string): Promise<void> {
  const refs = [`update ${sessionRef(job.session, commit)} ${commit}`, `update ${sessionRef(job.session, 'newest')} ${sandboxTree}`];
  await gitLine(store.git, store.at(['update-ref', '--stdin']), { ...storeOptions(job.signal), input: `${refs.join('\n')}\n` });
}

async function newestTree(store: Store, job: SnapshotJob): Promise<string | undefined> {
  const found = await store.git.run(
    store.at(['rev-parse', '--verify', '--quiet', `${sessionRef(job.session, 'newest')}^{tree}`]),
    storeOptions(job.signal),
  );
  return found.exitCode === 0 ? found.stdout.toString('utf8').trim() : undefined;
}

async function readLeftOut(sandbox: Sandbox, path: string): Promise<string[]> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of sandbox.download(path, LEFT_OUT_BYTES)) chunks.push(chunk);
  } catch {
    if (chunks.length === 0) return ['(files whose names could not be read)'];
  }
  const names = Buffer.concat(chunks)
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '');
  return names.length <= LEFT_OUT_NAMES ? names : [...names.slice(0, LEFT_OUT_NAMES), `… and ${names.length - LEFT_OUT_NAMES} more`];
}

function refused(sandbox: Sandbox, why: string): ProblemError {
  return new ProblemError({
    what: `The snapshot of the workspace was refused: ${why}`,
    where: `sandbox ${sandbox.id}`,
    todo: 'Continue the session: the next step takes a new one.',
  });
}
