/** Every git process of the desktop starts here: limited in time and output, deaf to hooks and to GIT_* variables. */
import { spawn } from 'node:child_process';
import { pipeline } from 'node:stream/promises';
import { gitEnvironment, gitFlags, type GitConfig } from './git-environment.ts';
import { gitMissing, gitTooSlow } from './git-problems.ts';

export interface GitOptions {
  /** `user`: their configuration counts (identity, safe.directory). `none`: no configuration but the repository's own. */
  config: GitConfig;
  input?: AsyncIterable<Uint8Array> | Uint8Array | string;
  signal?: AbortSignal | undefined;
  /** Default 60 s. */
  timeoutMs?: number;
  /** Bytes of stdout that are kept, default 64 MB; more ends git and sets `truncated`. */
  maxBytes?: number;
}

export interface GitResult {
  /** Null where a signal ended it or its output was cut. */
  exitCode: number | null;
  stdout: Buffer;
  stderr: string;
  truncated: boolean;
}

export interface Git {
  /** Runs git to its end, whatever its exit code. Rejects with a `ProblemError`, or with the signal's reason. */
  run(args: readonly string[], options: GitOptions): Promise<GitResult>;
  /** stdout as it comes. Throws `GitFailure` on another exit code than 0. Leaving the loop ends git. */
  stream(args: readonly string[], options: GitOptions): AsyncGenerator<Uint8Array>;
}

/** git said no, and nobody foresaw why. */
export class GitFailure extends Error {
  constructor(args: readonly string[], exitCode: number | null, stderr: string) {
    super(`git ${args.join(' ').slice(0, 200)} ended with ${exitCode ?? 'a signal'}: ${stderr.trim().slice(-2000)}`);
    this.name = 'GitFailure';
  }
}

const STDERR_LIMIT = 64 * 1024;

export function createGit(gitPath: string, environment: NodeJS.ProcessEnv): Git {
  async function* stream(args: readonly string[], options: GitOptions): AsyncGenerator<Uint8Array> {
    const child = start(gitPath, environment, args, options);
    try {
      for await (const chunk of child.stdout) yield chunk as Uint8Array; // a stream without an encoding gives buffers
      const exitCode = await child.ended;
      if (exitCode !== 0) throw new GitFailure(args, exitCode, child.stderr());
    } catch (error) {
      throw child.cause() ?? error;
    } finally {
      child.kill();
    }
  }

  async function run(args: readonly string[], options: GitOptions): Promise<GitResult> {
    const child = start(gitPath, environment, args, options);
    const maxBytes = options.maxBytes ?? 64 * 1024 * 1024;
    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const chunk of child.stdout) {
        chunks.push(chunk as Buffer); // a stream without an encoding gives buffers
        bytes += (chunk as Buffer).length;
        if (bytes > maxBytes) break;
      }
      if (bytes > maxBytes) child.kill();
      const exitCode = await child.ended;
      const cause = child.cause();
      if (cause !== undefined) throw cause;
      const truncated = bytes > maxBytes;
      return {
        exitCode: truncated ? null : exitCode,
        stdout: Buffer.concat(chunks).subarray(0, maxBytes),
        stderr: child.stderr(),
        truncated,
      };
    } catch (error) {
      throw child.cause() ?? error;
    } finally {
      child.kill();
    }
  }

  return { run, stream };
}

function start(gitPath: string, environment: NodeJS.ProcessEnv, args: readonly string[], options: GitOptions) {
  options.signal?.throwIfAborted();
  const timeoutMs = options.timeoutMs ?? 60_000;
  // A process group of its own: git starts helpers (index-pack, upload-pack) that must end with it.
  const child = spawn(gitPath, [...gitFlags, ...args], {
    env: gitEnvironment(environment, options.config),
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let cause: unknown;
  let errors = '';
  let running = true;
  const kill = (): void => {
    if (!running || child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It ended by itself a moment ago.
    }
  };
  const endFor = (reason: unknown): void => {
    cause ??= reason;
    kill();
  };
  const onAbort = (): void => endFor(options.signal?.reason);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => endFor(gitTooSlow(args, timeoutMs)), timeoutMs);
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString('utf8')).slice(-STDERR_LIMIT);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      cause ??= error.code === 'ENOENT' ? gitMissing() : error;
      resolve(null);
    });
    child.on('close', resolve);
  }).then((exitCode) => {
    running = false;
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
    return exitCode;
  });
  void feed(child.stdin, options.input).catch(endFor);
  return { stdout: child.stdout, stderr: () => errors, ended, kill, cause: () => cause };
}

/** A reader that has gone away (EPIPE) is no failure of its own: git's exit code tells why it went. */
async function feed(stdin: NodeJS.WritableStream, input: GitOptions['input']): Promise<void> {
  try {
    await pipeline(typeof input === 'string' || input instanceof Uint8Array ? [input] : (input ?? []), stdin);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EPIPE' && code !== 'ERR_STREAM_PREMATURE_CLOSE' && code !== 'ECONNRESET') throw error;
  }
}

/** The output of a git that must succeed, without the line's end. */
export async function gitLine(git: Git, args: readonly string[], options: GitOptions): Promise<string> {
  return (await gitOutput(git, args, options)).toString('utf8').replace(/\n$/, '');
}

/** The bytes of a git that must succeed. */
export async function gitOutput(git: Git, args: readonly string[], options: GitOptions): Promise<Buffer> {
  const result = await git.run(args, options);
  if (result.exitCode !== 0) throw new GitFailure(args, result.exitCode, result.stderr);
  return result.stdout;
}

/** Whether git ended with 0: for questions like `cat-file -e`. */
export async function gitHolds(git: Git, args: readonly string[], options: GitOptions): Promise<boolean> {
  return (await git.run(args, options)).exitCode === 0;
}
