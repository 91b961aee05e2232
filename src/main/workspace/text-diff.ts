/** What an edit of one text file changes, as git shows it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitFailure, type Git } from './git.ts';

/** A unified diff under the file's name; empty where both are the same. */
export async function diffOfTexts(git: Git, path: string, before: string, after: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'drover-diff-'));
  try {
    const [one, other] = [join(folder, 'before'), join(folder, 'after')];
    await Promise.all([writeFile(one, before), writeFile(other, after)]);
    const args = ['diff', '--no-index', '--no-color', '--no-ext-diff', '--no-textconv', '-U1', '--', one, other];
    const { exitCode, stdout, stderr } = await git.run(args, { config: 'none' });
    // 1: they differ.
    if (exitCode !== 0 && exitCode !== 1) throw new GitFailure(args, exitCode, stderr);
    const text = stdout.toString('utf8');
    const hunks = text.indexOf('\n@@');
    return hunks === -1 ? '' : `--- ${path}\n+++ ${path}${text.slice(hunks)}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
