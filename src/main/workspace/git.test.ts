import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGit, GitFailure, type Git } from './git.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drover-git-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program in git's place, to be slow or loud on purpose. */
function program(script: string): Git {
  const path = join(folder, 'git');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return createGit(path, { PATH: process.env['PATH'], GIT_DIR: '/nowhere', HOME: folder });
}

test('a git that takes too long is ended with everything it started', async () => {
  // The call ends only when nobody holds its output any more, so also the helper in the background is gone.
  await expect(program('sleep 1000 & wait').run(['fetch'], { config: 'none', timeoutMs: 300 })).rejects.toThrow(/still running after/);
});

test('aborting ends it with the reason that was given', async () => {
  const stop = new AbortController();
  const reason = new Error('stopped');
  const running = program('sleep 1000').run(['fetch'], { config: 'none', signal: stop.signal });
  stop.abort(reason);
  await expect(running).rejects.toBe(reason);
});

test('output is kept up to a limit, and a flood ends git', async () => {
  const result = await program('yes').run(['log'], { config: 'none', maxBytes: 1000 });
  expect(result).toMatchObject({ truncated: true, exitCode: null });
  expect(result.stdout).toHaveLength(1000);
});

test('exactly the limit is not a flood', async () => {
  expect(await program('printf 12345').run(['log'], { config: 'none', maxBytes: 5 })).toMatchObject({ truncated: false, exitCode: 0 });
});

test('a stream that fails throws what git said, and leaving it early ends git', async () => {
  const drain = async (git: Git, chunks = Infinity): Promise<void> => {
    for await (const _chunk of git.stream(['x'], { config: 'none' })) if (--chunks <= 0) break;
  };
  await drain(program('yes'), 1);
  const failing = program('echo half; echo bad >&2; exit 3');
  await expect(drain(failing)).rejects.toThrow(GitFailure);
  await expect(drain(failing)).rejects.toThrow(/ended with 3: bad/);
});

test('input that fails is the reason, and input that git does not read is none', async () => {
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('a');
    throw new Error('the download was cut');
  };
  await expect(program('cat').run(['index-pack'], { config: 'none', input: broken() })).rejects.toThrow('the download was cut');
  expect(await program('exit 4').run(['x'], { config: 'none', input: 'x'.repeat(10_000_000) })).toMatchObject({ exitCode: 4 });
});

test('no GIT_ variable of ours reaches it', async () => {
  const { stdout } = await program('env').run(['x'], { config: 'none' });
  expect(stdout.toString()).not.toContain('GIT_DIR');
  expect(stdout.toString()).toContain('GIT_CONFIG_GLOBAL=/dev/null');
  expect((await program('env').run(['x'], { config: 'user' })).stdout.toString()).not.toContain('GIT_CONFIG_GLOBAL');
});
