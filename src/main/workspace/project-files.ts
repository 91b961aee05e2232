import { gitOutput, type Git } from './git.ts';

/** Paths of the files that git keeps in a working tree, relative to its top. */
export async function projectFiles(git: Git, root: string, signal?: AbortSignal): Promise<string[]> {
  const output = await gitOutput(git, ['-C', root, 'ls-files', '-z'], { config: 'user', signal });
  return output
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '');
}
