/** An accepted branch on its way to a remote: the one time that Drover writes to one, because the user asked for it. */
import { ProblemError } from '../../shared/problem.ts';
import { gitLine, type Git, type GitOptions } from './git.ts';

const PUSH_MS = 10 * 60_000;

/** The remotes that one can push to, by git's own rules for addresses. */
export async function remotesOf(git: Git, root: string): Promise<{ name: string; url: string }[]> {
  const list = await gitLine(git, ['-C', root, 'remote', '-v'], { config: 'user' });
  return list.split('\n').flatMap((line) => {
    const found = /^(.+)\t(.+) \(push\)$/.exec(line);
    return found?.[1] === undefined || found[2] === undefined ? [] : [{ name: found[1], url: found[2] }];
  });
}

/** Never by force, and without the repository's hooks. For an https address gh gives git its sign-in, over a pipe. */
export async function pushBranch(git: Git, job: { root: string; remote: { name: string; url: string }; branch: string }): Promise<void> {
  const { root, remote, branch } = job;
  const user: GitOptions = { config: 'user', timeoutMs: PUSH_MS };
  const helper = remote.url.startsWith('https:') ? ['-c', 'credential.helper=!gh auth git-credential'] : [];
  const ref = `refs/heads/${branch}`;
  const pushed = await git.run(['-C', root, ...helper, 'push', '--quiet', '--porcelain', '--', remote.name, `${ref}:${ref}`], user);
  if (pushed.exitCode === 0) return;
  const said = `${pushed.stdout.toString('utf8')}\n${pushed.stderr}`;
  const isOther = /\[rejected\]|non-fast-forward|fetch first/.test(said);
  const lines = pushed.stderr.split('\n').filter((line) => /^(error|fatal|remote): /.test(line));
  const why = (lines.at(-1) ?? 'git gave no reason').replace(/\/\/[^/@\s]+@/g, '//').slice(0, 300);
  throw new ProblemError({
    what: isOther ? `${remote.name} has other commits on this branch` : `The branch could not be pushed: ${why}`,
    where: `${root}, branch ${branch} to ${remote.name}`,
    todo: isOther
      ? 'Nothing was overwritten. Rename one of the two, or push it yourself.'
      : `Run git push ${remote.name} ${branch} there and mend what it says, then try again.`,
  });
}
