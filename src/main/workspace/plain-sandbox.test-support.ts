/** A sandbox without isolation, in this process, for tests of what is done in any sandbox. */
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ProblemError } from '../../shared/problem.ts';
import type { CallResult, Operation, Sandbox } from '../../shared/sandbox.ts';

export interface PlainSandbox extends Sandbox {
  /** How many commands ran: a repeated call id does not count. */
  readonly ran: string[];
  /** Runs a command as the worker would, and answers its stdout. */
  sh(command: string): Promise<string>;
}

export async function createPlainSandbox(): Promise<PlainSandbox> {
  const home = await mkdtemp(join(tmpdir(), 'drover-plain-'));
  const workspacePath = join(home, 'workspace');
  const id = home.slice(home.lastIndexOf('-') + 1);
  const calls = new Map<string, Promise<CallResult>>();
  const ran: string[] = [];
  let uploads = 0;

  const run = (command: string, timeoutMs: number, signal?: AbortSignal): Promise<CallResult> =>
    new Promise((resolve) => {
      const env = { ...process.env, HOME: home, PATH: process.env['PATH'] };
      const started = performance.now();
      const options = {
        cwd: home,
        env,
        timeout: timeoutMs,
        killSignal: 'SIGKILL' as const,
        maxBuffer: 64 * 1024 * 1024,
        ...(signal === undefined ? {} : { signal }),
      };
      execFile('sh', ['-c', `cd workspace 2>/dev/null || true\n${command}`], options, (error, stdout, stderr) => {
        resolve({
          state: 'done',
          exitCode: error === null ? 0 : typeof error.code === 'number' ? error.code : null,
          signal: error?.signal ?? null,
          timedOut: error?.killed === true && signal?.aborted !== true,
          cancelled: signal?.aborted === true,
          stdout: { head: stdout, tail: '', bytes: Buffer.byteLength(stdout) },
          stderr: { head: stderr, tail: '', bytes: Buffer.byteLength(stderr) },
          durationMs: performance.now() - started,
          error: null,
          snapshot: null,
        });
      });
    });

  await run('mkdir workspace', 5000);
  return {
    id,
    facts: { os: process.platform, arch: process.arch, git: null, python: null, bubblewrap: null, freeDiskBytes: null, user: null },
    isolation: 'none',
    network: true,
    workspacePath,
    ran,
    async sh(command) {
      const result = await run(command, 60_000);
      if (result.exitCode !== 0) throw new Error(`${command} ended with ${result.exitCode}: ${result.stderr.head}`);
      return result.stdout.head;
    },
    execute(callId: string, operation: Operation, options) {
      // It has no hand that writes the workspace down.
      if (operation.op === 'snapshot') return run('exit 1', 60_000);
      if (operation.op !== 'command') throw new Error(`the plain sandbox only runs commands, not ${operation.op}`);
      const call = calls.get(callId) ?? run(operation.command, operation.timeoutMs, options?.signal);
      if (!calls.has(callId)) ran.push(callId);
      calls.set(callId, call);
      return call;
    },
    async upload(path, bytes) {
      const partial = `${path}.${uploads++}.partial`;
      await pipeline(bytes, createWriteStream(partial));
      await rename(partial, path);
    },
    async *download(path, maxBytes) {
      const file = await open(path).catch((cause: unknown) => {
        throw new ProblemError({ what: 'There is no such file', where: path, todo: 'Look again.' }, { cause });
      });
      try {
        if ((await file.stat()).size > maxBytes) throw new ProblemError({ what: 'The file is too large', where: path, todo: 'Take less.' });
        for await (const chunk of file.createReadStream({ autoClose: false })) yield chunk as Uint8Array; // no encoding, so bytes
      } finally {
        await file.close();
      }
    },
    async destroy() {
      await rm(home, { recursive: true, force: true });
      const left = (await readdir('/tmp')).filter((name) => name.startsWith(`drover-${id}.`));
      await Promise.all(left.map((name) => rm(join('/tmp', name), { recursive: true, force: true })));
    },
    async detach() {},
  };
}
