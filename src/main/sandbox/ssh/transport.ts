/** A machine reached by SSH: commands through exec, the hand's socket through stream-local forwarding. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientChannel } from 'ssh2';
import { ProblemError } from '../../../shared/problem.ts';
import { UnreachableError } from '../../../shared/sandbox.ts';
import { BrokenLineError } from '../problems.ts';
import type { ShellOptions, ShellResult, Transport } from '../transport.ts';
import type { SshConnection } from './connection.ts';

/** What is run here may be run again: a line that breaks in the middle of it costs another attempt, after a growing pause. */
const ATTEMPTS = 10;
const FIRST_DELAY_MS = 10;
const LONGEST_DELAY_MS = 1_000;

/** @param root Drover's folder there: absolute, or below the home of the user */
export function sshTransport(connection: SshConnection, root: string): Transport {
  const { where } = connection;
  return {
    where,
    root,
    async sh(script, args, options) {
      for (let attempt = 1; ; attempt += 1) {
        const limit = AbortSignal.any([AbortSignal.timeout(options.timeoutMs), ...(options.signal === undefined ? [] : [options.signal])]);
        try {
          const channel = await connection.exec(commandLine(script, args), limit);
          return await collect(channel, options, limit, where);
        } catch (error) {
          if (error instanceof BrokenLineError && attempt < ATTEMPTS && !limit.aborted) {
            await sleep(Math.min(FIRST_DELAY_MS * 2 ** attempt, LONGEST_DELAY_MS), undefined, { signal: limit }).catch(() => {});
            continue;
          }
          if (limit.aborted && options.signal?.aborted !== true)
            throw new UnreachableError(
              {
                what: `No answer within ${options.timeoutMs / 1000} s`,
                where,
                todo: 'See that the machine is not overloaded, then try again.',
              },
              { cause: error },
            );
          throw asProblem(error, where);
        }
      }
    },
    async pipe(script, args, signal) {
      try {
        const channel = await connection.exec(commandLine(script, args), signal, true);
        channel.stderr.resume();
        return channel;
      } catch (error) {
        throw asProblem(error, where);
      }
    },
    open: (socket, signal) => connection.openSocket(socket, signal),
    close: () => connection.close(),
  };
}

function collect(channel: ClientChannel, options: ShellOptions, limit: AbortSignal, where: string): Promise<ShellResult> {
  return new Promise((resolve, reject) => {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const stop = (): void => {
      channel.destroy();
      reject(new ProblemError({ what: 'Stopped', where, todo: 'Start it again when you want it.' }));
    };
    limit.addEventListener('abort', stop, { once: true });
    if (limit.aborted) stop();
    channel.on('data', (chunk: Buffer) => out.push(chunk));
    channel.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    // Not `exit`: a quick command's comes in the same packet as the channel itself, before anybody can listen.
    channel.on('close', (code?: number | null) => {
      limit.removeEventListener('abort', stop);
      if (code === undefined)
        reject(
          new BrokenLineError({
            what: 'The connection broke',
            where,
            todo: 'Try again; if it stays broken, see that the machine is on and reachable.',
          }),
        );
      else resolve({ code, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() });
    });
    channel.end(options.stdin ?? '');
  });
}

function asProblem(error: unknown, where: string): ProblemError {
  if (error instanceof ProblemError) return error;
  return new UnreachableError(
    {
      what: `The server started no command (${error instanceof Error ? error.message : String(error)})`,
      where,
      todo: 'See that the user may run commands there and that not too many sessions are open, then try again.',
    },
    { cause: error },
  );
}

/** One line for whatever login shell there is: every word in single quotes, which all of them read alike. */
function commandLine(script: string, args: string[]): string {
  return ['exec /bin/sh -c', ...[script, 'drover', ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`)].join(' ');
}
