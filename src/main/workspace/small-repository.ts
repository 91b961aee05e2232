/** A repository of one commit, made of files: the small project that a probe of coaching begins from. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gitLine, type Git, type GitOptions } from './git.ts';

export interface SmallFile {
  /** From the top, with `/`. */
  path: string;
  executable: boolean;
  bytes: Uint8Array;
}

const BRANCH = 'refs/heads/main';
/** The same files are the same commit, whoever makes it and when. */
const COMMITTER = 'Drover <probe@drover.invalid> 946684800 +0000';

/**
 * An ordinary repository in the data folder, named by its files: made once, and never changed.
 * @returns its folder and its commit
 */
export async function makeSmallRepository(
  git: Git,
  dataDir: string,
  files: readonly SmallFile[],
  signal?: AbortSignal,
): Promise<{ root: string; commit: string }> {
  const options: GitOptions = { config: 'none', signal };
  const stream = fastImport(files);
  const root = join(dataDir, 'probes', createHash('sha256').update(stream).digest('hex').slice(0, 32));
  if ((await stat(join(root, '.git')).catch(() => undefined)) === undefined) {
    const draft = `${root}.${randomBytes(4).toString('hex')}`;
    try {
      await mkdir(draft, { recursive: true, mode: 0o700 });
      await gitLine(git, ['init', '--quiet', '--template=', '--object-format=sha1', '--initial-branch=main', draft], options);
      await gitLine(git, ['-C', draft, 'fast-import', '--quiet'], { ...options, input: stream });
      await gitLine(git, ['-C', draft, 'reset', '--quiet', '--hard', BRANCH], options);
      await rename(draft, root);
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      // Another process was first, with the same files.
      if (!(error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST'))) throw error;
    }
  }
  return { root, commit: await gitLine(git, ['-C', root, 'rev-parse', '--verify', `${BRANCH}^{commit}`], options) };
}

/** What `git fast-import` reads: bytes as they are, deaf to every attribute and filter. */
function fastImport(files: readonly SmallFile[]): Buffer {
  const message = 'The probe as it stands';
  const parts: (Uint8Array | string)[] = [`commit ${BRANCH}\ncommitter ${COMMITTER}\ndata ${message.length}\n${message}\n`];
  for (const { path, executable, bytes } of files)
    parts.push(`M ${executable ? '100755' : '100644'} inline ${quoted(path)}\ndata ${bytes.length}\n`, bytes, '\n');
  parts.push('done\n');
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

/** A name may hold a line's end. */
function quoted(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
