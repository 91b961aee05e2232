/** A verdict that the user accepts becomes a branch in their repository: new objects and one new ref, nothing else. */
import { stat } from 'node:fs/promises';
import { ProblemError } from '../../shared/problem.ts';
import { freeBranchName } from './branch-name.ts';
import { gitHolds, gitLine, type Git, type GitOptions } from './git.ts';
import { assertObjectId } from './object-id.ts';
import { packOf, takePack } from './packs.ts';
import { planCommits } from './plan-commits.ts';
import { baseGone, storeOptions, type Origin, type Place, type Store } from './store.ts';

export interface Acceptance extends Origin {
  base: string;
  /** The tree that the gate judged: the commit has exactly this one. */
  tree: string;
  branch: string;
  /** Of the one commit, or of what the worker did not commit itself. */
  message: string;
  /** The worker's own commits up to `head`, for the work that was judged as the commit `checked`; without it one commit for all. */
  own?: { head: string; checked: string } | null;
  signal?: AbortSignal | undefined;
}

/**
 * Makes a commit of the tree on the base, by the user, and a branch on it; or the worker's own commits as the user's, the
 * last one with exactly this tree. HEAD, index, working tree and every other ref stay as they are. Repeatable: a branch that
 * already holds this very work is the answer, not a clash.
 */
export async function acceptTree(place: Place, job: Acceptance): Promise<{ branch: string; commit: string }> {
  const { store } = place;
  assertObjectId(job.base);
  assertObjectId(job.tree);
  const user: GitOptions = { config: 'user', signal: job.signal };
  const at = (args: readonly string[]): string[] => ['-C', job.root, ...args];
  const { git } = store;
  await assertRepository(git, job.root, user);
  await assertBranchName(git, job.branch, user);
  await assertIdentity(git, job.root, user);
  if (!(await gitHolds(git, at(['cat-file', '-e', `${job.base}^{commit}`]), user))) throw baseGone(job.root, job.base);
  const there = await git.run(at(['rev-parse', '--verify', '--quiet', `refs/heads/${job.branch}`]), user);
  if (there.exitCode === 0) {
    const commit = there.stdout.toString('utf8').trim();
    if (await isSameWork(git, job, commit, user)) return { branch: job.branch, commit };
    throw await branchTaken(git, job, user);
  }
  await assertTree(store, job);
  const plan = await planCommits(place, { ...job, own: job.own ?? null });
  await takePack(
    git,
    ['-C', job.root],
    packOf(
      store,
      plan.map(({ tree }) => tree),
      [job.base],
      job.signal,
    ),
    user,
  );
  let commit = job.base;
  for (const { tree, message } of plan) {
    commit = await gitLine(git, at(['commit-tree', tree, '-p', commit, '-F', '-']), { ...user, input: `${message.trim()}\n` });
  }
  const nothing = '0'.repeat(commit.length);
  const made = await git.run(
    at(['update-ref', '--create-reflog', '-m', `drover: accepted ${job.session}`, `refs/heads/${job.branch}`, commit, nothing]),
    user,
  );
  if (made.exitCode !== 0) throw await branchTaken(git, job, user);
  return { branch: job.branch, commit };
}

async function assertBranchName(git: Git, branch: string, user: GitOptions): Promise<void> {
  if (branch !== 'HEAD' && !branch.startsWith('-') && (await gitHolds(git, ['check-ref-format', `refs/heads/${branch}`], user))) return;
  throw new ProblemError({
    what: 'git does not allow this name for a branch',
    where: branch,
    todo: 'Use letters, digits, dashes and slashes, e.g. drover/add-login.',
  });
}

/** Moved, renamed or emptied since the dispatch: what git would say of that sounds like something else. */
async function assertRepository(git: Git, root: string, user: GitOptions): Promise<void> {
  const folder = await stat(root).catch(() => null);
  if (folder?.isDirectory() === true && (await gitHolds(git, ['-C', root, 'rev-parse', '--git-dir'], user))) return;
  throw new ProblemError({
    what: folder === null ? 'The repository is not where it was' : 'This is not a git repository any more',
    where: root,
    todo: 'Put it back there and accept again: the judged work is kept by Drover meanwhile.',
  });
}

async function assertIdentity(git: Git, root: string, user: GitOptions): Promise<void> {
  for (const [key, example] of [
    ['user.name', 'Your Name'],
    ['user.email', 'you@example.com'],
  ] as const) {
    const value = await git.run(['-C', root, 'config', '--get', key], user);
    if (value.exitCode === 0 && value.stdout.toString('utf8').trim() !== '') continue;
    throw new ProblemError({
      what: `git does not know your ${key === 'user.name' ? 'name' : 'e-mail address'}, which a commit needs`,
      where: root,
      todo: `Run: git config --global ${key} "${example}" and accept again.`,
    });
  }
}

async function isSameWork(git: Git, job: Acceptance, commit: string, user: GitOptions): Promise<boolean> {
  const found = await git.run(['-C', job.root, 'log', '-1', '--no-show-signature', '--format=%T %P', commit], user);
  const [tree, ...parents] = found.stdout.toString('utf8').trim().split(' ');
  if (tree !== job.tree || (job.own == null && parents.join() !== job.base)) return false;
  return gitHolds(git, ['-C', job.root, 'merge-base', '--is-ancestor', job.base, commit], user);
}

async function branchTaken(git: Git, job: Acceptance, user: GitOptions): Promise<ProblemError> {
  const free = await freeBranchName(git, job.root, job.branch, user);
  return new ProblemError({
    what: `The branch ${job.branch} cannot be made: that name is taken`,
    where: job.root,
    todo: `Choose another name; ${free} is free.`,
  });
}

async function assertTree(store: Store, job: Acceptance): Promise<void> {
  if (!(await gitHolds(store.git, store.at(['cat-file', '-e', `${job.tree}^{tree}`]), storeOptions(job.signal)))) {
    throw new ProblemError({
      what: 'The judged files are no longer on this computer',
      where: store.gitDir,
      todo: 'Run the session again; its work has to be made anew.',
    });
  }
}
