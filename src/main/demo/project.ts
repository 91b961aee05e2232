import { execFile } from 'node:child_process';
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** The spec that the demo dispatches, a file of the demo project. */
export const DEMO_SLUG = 'compound-durations';

const GIT_LIMIT_MS = 30_000;

/**
 * Makes the demo project's repository in `folder`, or finds it there: an ordinary repository with one commit.
 * A copy that was cut short is begun again.
 * @param template the project's files, as they ship in `resources/demo/project`
 */
export async function makeDemoProject(template: string, folder: string): Promise<string> {
  if (await exists(join(folder, '.git'))) return folder;
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await cp(template, draft, { recursive: true });
  const git = (...args: string[]) => promisify(execFile)('git', args, { cwd: draft, timeout: GIT_LIMIT_MS });
  await git('init', '--quiet', '--initial-branch=main');
  await git('config', 'user.name', 'Drover demo');
  await git('config', 'user.email', 'demo@drover.invalid');
  await git('add', '--all');
  await git('-c', 'core.hooksPath=/dev/null', '-c', 'commit.gpgsign=false', 'commit', '--quiet', '--message=The demo project as it ships');
  await rename(draft, folder);
  return folder;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
