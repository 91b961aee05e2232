/** Repositories for tests, made and looked at with git itself. */
import type { ElectronApplication } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './launch.ts';

export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();
}

/** Files by path, committed once by a user of the repository's own. */
export function makeRepository(folder: string, files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) write(folder, path, text);
  return commitAll(folder);
}

/** A copy of the project that the demo uses, with its spec `compound-durations`. */
export function copyDemoProject(folder: string): string {
  cpSync(join(root, 'resources', 'demo', 'project'), folder, { recursive: true });
  return commitAll(folder);
}

export function write(folder: string, path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Everything that a repository says about itself except its objects: what must not change behind the user's back. */
export function stateOf(folder: string): { head: string; status: string; refs: string; stash: string } {
  return {
    head: git(folder, 'rev-parse', 'HEAD'),
    status: git(folder, 'status', '--porcelain=v2', '--branch', '--untracked-files=all'),
    refs: git(folder, 'for-each-ref', '--format=%(refname) %(objectname)'),
    stash: git(folder, 'stash', 'list'),
  };
}

/** The next folder dialogs answer with this folder; null: the user closes them. */
export async function answerFolderDialog(app: ElectronApplication, folder: string | null): Promise<void> {
  await app.evaluate(({ dialog }, picked) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: picked === null, filePaths: picked === null ? [] : [picked] });
  }, folder);
}

function commitAll(folder: string): string {
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'config', 'user.name', 'Test Person');
  git(folder, 'config', 'user.email', 'person@test.invalid');
  git(folder, 'config', 'commit.gpgsign', 'false');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--no-verify', '--message=As it was');
  return folder;
}
