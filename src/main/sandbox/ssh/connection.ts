/** One SSH connection for all sandboxes of a target, made when it is needed and again after it broke. */
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, ClientChannel } from 'ssh2';
import { ProblemError } from '../../../shared/problem.ts';
import { UnreachableError } from '../problems.ts';

/** sshd allows 10 sessions a connection by default and frees them late. Sockets do not count. */
const MOST_SESSIONS = 6;
const OPEN_ATTEMPTS = 12;

/** RFC 4254, 5.1: why a channel was not opened. */
const PROHIBITED = 1;
const CONNECT_FAILED = 2;

export class SshConnection {
  readonly where: string;
  private readonly dial: (signal: AbortSignal) => Promise<Client>;
  private readonly ending = new AbortController();
  private live: { client: Client; closed: Promise<void> } | undefined;
  private dialing: Promise<{ client: Client; closed: Promise<void> }> | undefined;
  private sessions = 0;
  private readonly waiting: (() => void)[] = [];
  /** Learnt once: the server's configuration does not change under us. */
  private forwardsSockets = true;

  constructor(where: string, dial: (signal: AbortSignal) => Promise<Client>) {
    this.where = where;
    this.dial = dial;
  }

  /** Runs a command line. The stream's `close` event brings the exit code; a broken connection ends it without one. */
  async exec(command: string, signal?: AbortSignal): Promise<ClientChannel> {
    await this.takeSession(signal);
    let taken = true;
    const give = (): void => {
      if (taken) this.giveSession();
      taken = false;
    };
    try {
      const channel = await this.openChannel<ClientChannel>((client, done) => client.exec(command, done), signal);
      channel.once('close', give);
      return channel;
    } catch (error) {
      give();
      throw error;
    }
  }

  /** A stream to a Unix socket there; undefined where the server forbids it. Rejects where nobody listens. */
  async openSocket(path: string, signal: AbortSignal): Promise<Duplex | undefined> {
    if (!this.forwardsSockets) return undefined;
    try {
      return await this.openChannel<ClientChannel>((client, done) => client.openssh_forwardOutStreamLocal(path, done), signal);
    } catch (error) {
      const reason = channelReason(error);
      if (reason === PROHIBITED || /not OpenSSH or compatible/.test(String(error))) {
        this.forwardsSockets = false;
        return undefined;
      }
      throw error;
    }
  }

  async close(): Promise<void> {
    this.ending.abort();
    const { live } = this;
    if (live === undefined) return;
    live.client.end();
    await Promise.race([live.closed, sleep(500, undefined, { ref: false })]);
    live.client.destroy();
  }

  private async openChannel<C extends Duplex>(open: (client: Client, done: (error: Error | undefined, channel: C) => void) => unknown, signal?: AbortSignal): Promise<C> {
    for (let attempt = 1; ; attempt += 1) {
      const { client, closed } = await this.connected(signal);
      try {
        return await new Promise<C>((resolve, reject) => {
          const cut = (): void => reject(this.broken());
          void closed.then(cut);
          signal?.addEventListener('abort', cut, { once: true });
          open(client, (error, channel) => {
            signal?.removeEventListener('abort', cut);
            if (error !== undefined) return reject(error);
            // ssh2 does not tell a channel that its connection broke.
            void closed.then(() => channel.destroy());
            channel.on('error', () => {});
            resolve(channel);
          });
        });
      } catch (error) {
        if (/Not connected|No response from server/.test(String(error))) throw this.broken(error);
        const reason = channelReason(error);
        // Too many sessions at once also reads as "connect failed" for an exec, and slots free late.
        if (reason === undefined || reason === PROHIBITED || attempt >= OPEN_ATTEMPTS || signal?.aborted === true) throw error;
        if (reason === CONNECT_FAILED && this.sessions === 0) throw error;
        await sleep(Math.min(20 * 2 ** attempt, 500), undefined, { ...(signal && { signal }) });
      }
    }
  }

  private async connected(signal?: AbortSignal): Promise<{ client: Client; closed: Promise<void> }> {
    if (this.live !== undefined) return this.live;
    this.dialing ??= this.redial().finally(() => (this.dialing = undefined));
    if (signal === undefined) return await this.dialing;
    const { dialing } = this;
    return await new Promise((resolve, reject) => {
      const abort = (): void => reject(new ProblemError({ what: 'Stopped', where: this.where, todo: 'Connect again when you want it.' }));
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      dialing.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
  }

  private async redial(): Promise<{ client: Client; closed: Promise<void> }> {
    const client = await this.dial(this.ending.signal);
    const live = { client, closed: new Promise<void>((resolve) => client.once('close', () => resolve())) };
    this.live = live;
    void live.closed.then(() => {
      if (this.live === live) this.live = undefined;
    });
    return live;
  }

  private async takeSession(signal?: AbortSignal): Promise<void> {
    while (this.sessions >= MOST_SESSIONS) {
      signal?.throwIfAborted();
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.sessions += 1;
  }

  private giveSession(): void {
    this.sessions -= 1;
    this.waiting.shift()?.();
  }

  private broken(cause?: unknown): UnreachableError {
    return new UnreachableError({ what: 'The connection broke', where: this.where, todo: 'It is made again by itself; if it stays broken, see that the machine is on and reachable.' }, { cause });
  }
}

function channelReason(error: unknown): number | undefined {
  const reason: unknown = typeof error === 'object' && error !== null && 'reason' in error ? error.reason : undefined;
  if (typeof reason === 'number') return reason;
  if (reason === 'ADMINISTRATIVELY_PROHIBITED') return PROHIBITED;
  return reason === 'CONNECT_FAILED' ? CONNECT_FAILED : reason === undefined ? undefined : 0;
}
