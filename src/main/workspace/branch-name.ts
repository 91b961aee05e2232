import { gitLine, type Git, type GitOptions } from './git.ts';

/**
 * A name near `wanted` that no branch has and that clashes with none: git cannot have both `a` and `a/b`.
 * `wanted` itself where it is free.
 */
export async function freeBranchName(git: Git, root: string, wanted: string, user: GitOptions): Promise<string> {
  const list = await gitLine(git, ['-C', root, 'for-each-ref', '--format=%(refname:strip=2)', 'refs/heads/'], user);
  const taken = list.split('\n').map((name) => name.toLowerCase()); // a case-blind disk cannot have both `Fix` and `fix`
  const clashes = (name: string): boolean =>
    taken.some((other) => other === name || other.startsWith(`${name}/`) || name.startsWith(`${other}/`));
  const underBranch = taken.some((other) => wanted.toLowerCase().startsWith(`${other}/`));
  const name = underBranch ? wanted.replaceAll('/', '-') : wanted;
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}-${count}`;
    if (!clashes(candidate.toLowerCase())) return candidate;
  }
}
