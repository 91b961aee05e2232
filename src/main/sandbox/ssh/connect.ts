/** The one place that makes an ssh2 `Client`: left to itself it accepts any host and notices no dead connection. */
import { getCiphers } from 'node:crypto';
import { connect as connectTcp, type Socket } from 'node:net';
import { Client } from 'ssh2';
import { ProblemError } from '../../../shared/problem.ts';
import { UnreachableError } from '../../../shared/sandbox.ts';
import { BrokenLineError } from '../problems.ts';
import type { Authenticator } from './auth.ts';
import { hostKeyAlgorithms, knownKeys, verifyHostKey } from './host-keys.ts';

export interface Endpoint {
  host: string;
  port: number;
  user: string;
  /** known_hosts files that are believed. */
  knownHosts: string[];
}

/** Until the connection is signed in; waiting for the user's passphrase does not count. */
const READY_MS = 20_000;
/** A peer that is asked every second and sends nothing at all for this long is gone. */
const SILENCE_MS = 4_500;

const HOST_KEYS = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const;
/** Fastest first. */
const FASTEST = ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'chacha20-poly1305@openssh.com', 'aes128-ctr', 'aes256-ctr'] as const;
/** Electron's OpenSSL (BoringSSL) has no plain ChaCha20, and ssh2 throws where it is told of a cipher that is not there. */
const CIPHERS = FASTEST.filter((name) => name !== 'chacha20-poly1305@openssh.com' || getCiphers().includes('chacha20'));

/**
 * A signed-in connection. Rejects with `UnreachableError` where another attempt makes sense, with
 * `UnknownHostError`, `HostKeyChangedError` or `HostKeyRevokedError`, and with another `ProblemError` where signing in fails.
 */
export async function connect(endpoint: Endpoint, authenticator: Authenticator, signal: AbortSignal): Promise<Client> {
  const { host, port, user } = endpoint;
  const known = await knownKeys(host, port, endpoint.knownHosts);
  const socket = await openSocket(host, port, signal);
  const client = new Client();
  client.on('error', () => {}); // what matters is told by `close`; without a listener it would end the process

  let refusal: unknown;
  let serverMethods: string[] | null = null;
  const limit = countdown(READY_MS, () =>
    fail(
      new BrokenLineError({
        what: 'The SSH server did not answer in time',
        where: `${host}:${port}`,
        todo: 'It is tried again. See that this is an SSH server.',
      }),
    ),
  );
  const { tried, next } = authenticator.attempt((prompting) => (prompting ? limit.pause() : limit.start()));
  const fail = (error: unknown): void => {
    refusal ??= error;
    client.destroy();
    socket.destroy();
  };
  const aborted = (): void =>
    fail(new ProblemError({ what: 'Stopped', where: `${host}:${port}`, todo: 'Connect again when you want it.' }));
  signal.addEventListener('abort', aborted, { once: true });

  try {
    await new Promise<void>((resolve, reject) => {
      client.once('ready', resolve);
      client.once('error', reject);
      client.once('close', () => reject(new Error('closed')));
      socket.once('close', () => reject(new Error('closed')));
      limit.start();
      client.connect({
        sock: socket,
        username: user,
        readyTimeout: 0,
        keepaliveInterval: 1000,
        keepaliveCountMax: 1_000_000, // ssh2 counts unanswered questions even while data flows; `watchSilence` does not
        algorithms: { serverHostKey: hostKeyAlgorithms(known, HOST_KEYS) as (typeof HOST_KEYS)[number][], cipher: [...CIPHERS] },
        hostVerifier: (key: Buffer) => {
          try {
            verifyHostKey(host, port, key, known);
            return true;
          } catch (error) {
            refusal = error;
            return false;
          }
        },
        authHandler: (methodsLeft, _partial, done) => {
          serverMethods = methodsLeft;
          const accepts = methodsLeft === null || (methodsLeft as string[]).includes('publickey');
          // ssh2's types want a method; its code and documentation take false for "no more".
          const none = false as unknown as Parameters<typeof done>[0];
          if (!accepts) return void done(none);
          next().then(
            (method) => done(method ?? none),
            (error: unknown) => fail(error),
          );
        },
      });
    });
  } catch (error) {
    client.destroy();
    socket.destroy();
    throw refusal ?? (await describe(error, endpoint, () => authenticator.refused(tried, serverMethods)));
  } finally {
    limit.pause();
    signal.removeEventListener('abort', aborted);
  }
  watchSilence(client, socket);
  return client;
}

function openSocket(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    // Not told of the signal: node leaves its listener there for as long as the signal lives, each time a line is made again.
    const socket = connectTcp({ host, port, noDelay: true });
    const stop = (): void => void socket.destroy(new Error('stopped'));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const timer = setTimeout(() => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })), READY_MS);
    const settled = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
    socket.once('error', (error: NodeJS.ErrnoException) => {
      settled();
      reject(
        signal.aborted
          ? new ProblemError({ what: 'Stopped', where: `${host}:${port}`, todo: 'Connect again when you want it.' })
          : unreachable(host, port, error),
      );
    });
    socket.once('connect', () => {
      settled();
      socket.removeAllListeners('error');
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}

function unreachable(host: string, port: number, error: NodeJS.ErrnoException): UnreachableError {
  const where = `${host}:${port}`;
  const todo: Record<string, [what: string, todo: string]> = {
    ECONNREFUSED: ['Nothing listens there', 'Start the SSH server on that machine, or correct the port.'],
    ENOTFOUND: ['There is no machine of that name', 'Correct the host’s name, or see that this computer is online.'],
    EAI_AGAIN: ['The name could not be looked up', 'See that this computer is online.'],
    ETIMEDOUT: ['The machine does not answer', 'See that it is on and reachable from here.'],
    EHOSTUNREACH: ['The machine cannot be reached', 'See that it is on and in a network that leads here.'],
    ENETUNREACH: ['There is no way to that network', 'See that this computer is online.'],
  };
  const [what, then] = todo[error.code ?? ''] ?? [
    `The connection failed (${error.code ?? error.message})`,
    'See that the machine is on and reachable from here.',
  ];
  return new UnreachableError({ what, where, todo: then }, { cause: error });
}

async function describe(error: unknown, { host, port }: Endpoint, refused: () => Promise<ProblemError>): Promise<Error> {
  const { message, level } = error as { message: string; level?: string }; // ssh2 adds `level` to its errors
  const where = `${host}:${port}`;
  if (level === 'client-authentication' || /Too many authentication failures/i.test(message)) return await refused();
  if (/no matching/i.test(message))
    return new ProblemError(
      { what: `The server and Drover have no common algorithm (${message})`, where, todo: 'Bring the SSH server up to date.' },
      { cause: error },
    );
  return new BrokenLineError(
    {
      what: `The SSH connection ended before it was ready (${message})`,
      where,
      todo: 'It is tried again. See that this is an SSH server.',
    },
    { cause: error },
  );
}

/** Any byte is a sign of life: an answer may be queued for long behind a transfer on a slow line. */
function watchSilence(client: Client, socket: Socket): void {
  let seen = socket.bytesRead;
  let since = performance.now();
  const timer = setInterval(() => {
    if (socket.bytesRead !== seen) {
      seen = socket.bytesRead;
      since = performance.now();
    } else if (performance.now() - since > SILENCE_MS) socket.destroy();
  }, 250);
  timer.unref();
  const stop = (): void => clearInterval(timer);
  client.once('close', stop);
  socket.once('close', stop);
}

/** A time limit that can be halted while the user is asked. */
function countdown(ms: number, act: () => void): { start(): void; pause(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    start() {
      clearTimeout(timer);
      timer = setTimeout(act, ms);
    },
    pause() {
      clearTimeout(timer);
    },
  };
}
