/** A verdict that the user accepts becomes a branch in their repository: new objects and one new ref, nothing else. */
import { ProblemError } from '../../shared/problem.ts';
import { freeBranchName } from './branch-name.ts';
import { gitHolds, gitLine, type Git, type GitOptions } from './git.ts';
import { assertObjectId } from './object-id.ts';
import { packOf, takePack } from './packs.ts';
import { baseGone, storeOptions, type Origin, type Store } from './store.ts';

export interface Acceptance extends Origin {
  base: string;
  /** The tree that the gate judged: the commit has exactly this one. */
  tree: string;
  branch: string;
  message: string;
  signal?: AbortSignal | undefined;
}

/**
 * Makes a commit of the tree on the base, by the user, and a branch on it. HEAD, index, working tree and every other ref
 * stay as they are. Repeatable: a branch that already holds this very work is the answer, not a clash.
 */
export async function acceptTree(store: Store, job: Acceptance): Promise<{ branch: string; commit: string }> {
  assertObjectId(job.base);
  assertObjectId(job.tree);
  const user: GitOptions = { config: 'user', signal: job.signal };
  const at = (args: readonly string[]): string[] => ['-C', job.root, ...args];
  const { git } = store;
  await assertBranchName(git, job.branch, user);
  await assertIdentity(git, job.root, user);
  if (!(await gitHolds(git, at(['cat-file', '-e', `${job.base}^{commit}`]), user))) throw baseGone(job.root, job.base);
  const there = await git.run(at(['rev-parse', '--verify', '--quiet', `refs/heads/${job.branch}`]), user);
  if (there.exitCode === 0) {
    const commit = there.stdout.toString('utf8').trim();
    if (await isSameWork(git, job, commit, user)) return { branch: job.branch, commit };
    throw await branchTaken(git, job, user);
  }
  await bringTree(store, job, user);
  const message = `${job.message.trim()}\n`;
  const commit = await gitLine(git, at(['commit-tree', job.tree, '-p', job.base, '-F', '-']), { ...user, input: message });
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
  return found.stdout.toString('utf8').trim() === `${job.tree} ${job.base}`;
}

async function branchTaken(git: Git, job: Acceptance, user: GitOptions): Promise<ProblemError> {
  const free = await freeBranchName(git, job.root, job.branch, user);
  return new ProblemError({
    what: `The branch ${job.branch} cannot be made: that name is taken`,
    where: job.root,
    todo: `Choose another name; ${free} is free.`,
  });
}

async function bringTree(store: Store, job: Acceptance, user: GitOptions): Promise<void> {
  if (!(await gitHolds(store.git, store.at(['cat-file', '-e', `${job.tree}^{tree}`]), storeOptions(job.signal)))) {
    throw new ProblemError({
      what: 'The judged files are no longer on this computer',
      where: store.gitDir,
      todo: 'Run the session again; its work has to be made anew.',
    });
  }
  const pack = packOf(store, [job.tree], [job.base], job.signal);
  await takePack(store.git, ['-C', job.root], pack, user);
}
