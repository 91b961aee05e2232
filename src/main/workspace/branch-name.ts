import { gitLine, type Git, type GitOptions } from './git.ts';

/**
 * A name near `wanted` that no branch has and that clashes with none: git cannot have both `a` and `a/b`.
 * `wanted` itself where it is free.
 */
export async function freeBranchName(git: Git, root: string, wanted: string, user: GitOptions): Promise<string> {
  const list = await gitLine(git, ['-C', root, 'for-each-ref', '--format=%(refname:strip=2)', 'refs/heads/'], user);
  const taken = list.split('\n').map((name) => name.toLowerCase()); // a case-blind disk cannot have both `Fix` and `fix`
  const clashes = (name: string): boolean => taken.some((other) => other === name || other.startsWith(`${name}/`) || name.startsWith(`${other}/`));
  const flat = wanted.replaceAll('/', '-');
  for (let count = 1; ; count++) {
    const suffix = count === 1 ? '' : `-${count}`;
    for (const name of [`${wanted}${suffix}`, `${flat}${suffix}`]) {
      if (!clashes(name.toLowerCase())) return name;
    }
  }
}
