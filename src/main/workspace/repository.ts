import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ProblemError } from '../../shared/problem.ts';
import { GitFailure, gitLine, gitOutput, type Git, type GitOptions } from './git.ts';

/** A repository as the user sees it. */
export interface Repository {
  /** Top of the working tree, absolute; a linked worktree's own top. */
  root: string;
  name: string;
  /** Null where HEAD is detached. */
  branch: string | null;
  head: string;
  /** Changed and untracked paths, ignored ones and `.drover/` (specs, coaching) not counted. */
  uncommittedChanges: number;
}

/** Reads a repository and writes nothing, not even its index. Rejects with a `ProblemError` where it cannot be used. */
export async function describeRepository(git: Git, path: string, signal?: AbortSignal): Promise<Repository> {
  await assertFolder(path);
  const options: GitOptions = { config: 'user', signal };
  const root = await topLevel(git, path, options);
  const head = await git.run(['-C', root, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], options);
  if (head.exitCode !== 0) {
    throw new ProblemError({
      what: 'This repository has no commits yet',
      where: root,
      todo: 'Make a first commit (git add . && git commit), then open it again.',
    });
  }
  const branch = await git.run(['-C', root, 'symbolic-ref', '--quiet', '--short', 'HEAD'], options);
  return {
    root,
    name: basename(root),
    branch: branch.exitCode === 0 ? branch.stdout.toString('utf8').trim() : null,
    head: head.stdout.toString('utf8').trim(),
    uncommittedChanges: await countChanges(git, root, options),
  };
}

/**
 * The folder of the repository that a path is in. What git said once holds as long as the path leads to the same folder: a screen
 * asks each time that something changes.
 */
export function createRootFinder(git: Git): (path: string) => Promise<string> {
  const known = new Map<string, string>();
  return async (path) => {
    await assertFolder(path);
    const folder = await realpath(path);
    const root = known.get(folder) ?? (await topLevel(git, path, { config: 'user' }));
    known.set(folder, root);
    return root;
  };
}

async function assertFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    const what = found.code === 'EACCES' ? 'This folder may not be read' : 'There is no such folder';
    throw new ProblemError({ what, where: path, todo: 'Choose another folder, or put it back where it was.' });
  }
  if (!found.isDirectory())
    throw new ProblemError({ what: 'This is a file, not a folder', where: path, todo: 'Choose the folder of a git repository.' });
}

async function topLevel(git: Git, path: string, options: GitOptions): Promise<string> {
  const inside = await git.run(['-C', path, 'rev-parse', '--is-inside-work-tree', '--is-bare-repository'], options);
  if (inside.exitCode !== 0) throw notUsable(path, inside.stderr);
  const [insideWorkTree, bare] = inside.stdout.toString('utf8').split('\n');
  if (bare === 'true') {
    throw new ProblemError({
      what: 'This is a bare repository: it has no working tree',
      where: path,
      todo: 'Clone it (git clone) and open the clone.',
    });
  }
  if (insideWorkTree !== 'true') {
    throw new ProblemError({ what: 'This is the inside of a .git folder', where: path, todo: 'Choose the folder that contains it.' });
  }
  return gitLine(git, ['-C', path, 'rev-parse', '--show-toplevel'], options);
}

function notUsable(path: string, stderr: string): Error {
  const dubious = /detected dubious ownership in repository at '(.*)'/.exec(stderr);
  if (dubious) {
    return new ProblemError({
      what: 'git refuses this repository because another user owns its folder',
      where: path,
      todo: `If you trust it, run: git config --global --add safe.directory '${dubious[1] ?? path}'`,
    });
  }
  if (/not a git repository/i.test(stderr)) {
    return new ProblemError({
      what: 'This folder is not a git repository',
      where: path,
      todo: 'Choose another folder, or make it one: git init && git add . && git commit',
    });
  }
  return new ProblemError(
    {
      what: `git cannot read this repository: ${stderr.trim().split('\n').at(-1) ?? 'no reason given'}`,
      where: path,
      todo: 'Run git status there and mend what it says.',
    },
    { cause: new GitFailure(['rev-parse'], null, stderr) },
  );
}

async function countChanges(git: Git, root: string, options: GitOptions): Promise<number> {
  const args = [
    '-C',
    root,
    'status',
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--ignore-submodules=dirty',
    '--',
    '.',
    ':(exclude,top).drover',
  ];
  const entries = await gitOutput(git, args, { ...options, timeoutMs: 120_000 });
  return entries.toString('latin1').split('\0').length - 1;
}
