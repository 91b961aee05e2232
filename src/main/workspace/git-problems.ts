import { ProblemError } from '../../shared/problem.ts';

export function gitMissing(): ProblemError {
  const install = process.platform === 'darwin' ? 'xcode-select --install' : 'sudo apt-get install git';
  return new ProblemError({
    what: 'git is not installed on this computer',
    where: 'this computer',
    todo: `Install it (${install}) and try again.`,
  });
}

export function gitTooSlow(args: readonly string[], timeoutMs: number): ProblemError {
  return new ProblemError({
    what: `git was still running after ${Math.round(timeoutMs / 1000)} s and was stopped`,
    where: `git ${args[0] === '-C' || args[0]?.startsWith('--git-dir') ? args.slice(1).join(' ').slice(0, 80) : (args[0] ?? '')}`,
    todo: 'Try again; if the repository is very large or on a slow disk, give it time to finish other work first.',
  });
}
