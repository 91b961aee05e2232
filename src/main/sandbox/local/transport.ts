/** This computer, reached without a network: a shell, and the hand's socket. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Duplex } from 'node:stream';
import { ProblemError } from '../../../shared/problem.ts';
import type { ShellOptions, ShellResult, Transport } from '../transport.ts';

const WHERE = 'this computer';

/** @param env the whole environment of what runs here: nothing of the application's own comes through */
export function localTransport(root: string, env: Record<string, string>): Transport {
  const shell = (script: string, args: string[]) => spawn('/bin/sh', ['-c', script, 'drover', ...args], { env, cwd: '/' });
  return {
    where: WHERE,
    root,
    sh: (script, args, options) => runShell(shell(script, args), options),
    pipe(script, args) {
      const child = shell(script, args);
      child.stderr.resume();
      return Promise.resolve(Duplex.from({ readable: child.stdout, writable: child.stdin }));
    },
    async open(socket, signal) {
      const stream = connect(socket); // fails by itself where the path is longer than a socket's address may be
      await once(stream, 'connect', { signal });
      return stream;
    },
    close: () => Promise.resolve(),
  };
}

function runShell(child: ReturnType<typeof spawn>, options: ShellOptions): Promise<ShellResult> {
  const { stdin, stdout, stderr } = child;
  return new Promise((resolve, reject) => {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const signal = AbortSignal.any([AbortSignal.timeout(options.timeoutMs), ...(options.signal === undefined ? [] : [options.signal])]);
    const stop = (): void => {
      child.kill('SIGKILL');
      reject(
        options.signal?.aborted === true
          ? new ProblemError({ what: 'Stopped', where: WHERE, todo: 'Start it again when you want it.' })
          : new ProblemError({
              what: `No answer within ${options.timeoutMs / 1000} s`,
              where: WHERE,
              todo: 'See that the machine is not overloaded, then try again.',
            }),
      );
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    stderr?.on('data', (chunk: Buffer) => err.push(chunk));
    stdin?.on('error', () => {});
    stdin?.end(options.stdin ?? '');
    child.on('error', (error) =>
      reject(
        new ProblemError(
          { what: `The shell could not be started: ${error.message}`, where: WHERE, todo: 'See that /bin/sh is there.' },
          { cause: error },
        ),
      ),
    );
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      resolve({ code, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() });
    });
  });
}
