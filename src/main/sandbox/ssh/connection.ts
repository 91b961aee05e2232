/** One SSH connection for all sandboxes of a target, made when it is needed and again after it broke. */
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, ClientChannel } from 'ssh2';
import { ProblemError } from '../../../shared/problem.ts';
import { UnreachableError } from '../../../shared/sandbox.ts';
import { BrokenLineError } from '../problems.ts';
import { SessionSlots } from './session-slots.ts';

/** sshd frees sessions late. Sockets do not count as sessions. */
const OPEN_ATTEMPTS = 12;
const BROKEN_ATTEMPTS = 3;

interface Live {
  client: Client;
  closed: Promise<void>;
}

export class SshConnection {
  readonly where: string;
  private readonly dial: (signal: AbortSignal) => Promise<Client>;
  private readonly ending = new AbortController();
  private live: Live | undefined;
  private dialing: Promise<Live> | undefined;
  private readonly slots = new SessionSlots();

  constructor(where: string, dial: (signal: AbortSignal) => Promise<Client>) {
    this.where = where;
    this.dial = dial;
  }

  /**
   * Runs a command line. The stream's `close` event brings the exit code; a broken connection closes it without one.
   * @param lasting does not wait for a free session, and lets no other wait for its own
   */
  async exec(command: string, signal: AbortSignal, lasting = false): Promise<ClientChannel> {
    const open = (attempts: number): Promise<ClientChannel> =>
      this.openChannel((client, done) => client.exec(command, done), attempts, signal);
    if (lasting) return await open(OPEN_ATTEMPTS);
    for (;;) {
      await this.slots.take(signal);
      const { alone } = this.slots;
      try {
        const channel = await open(alone ? OPEN_ATTEMPTS : 1);
        channel.once('close', () => this.slots.give());
        return channel;
      } catch (error) {
        const crowded = !alone && isRefusal(error) && !signal.aborted;
        if (crowded) this.slots.shrink();
        this.slots.give();
        if (!crowded) throw error;
      }
    }
  }

  /**
   * A stream to a Unix socket there. Rejects with an error other than `UnreachableError` where nobody listens and where
   * the server forbids it: OpenSSH's answer is the same for both.
   */
  openSocket(path: string, signal: AbortSignal): Promise<Duplex> {
    return this.openChannel<ClientChannel>((client, done) => client.openssh_forwardOutStreamLocal(path, done), 1, signal);
  }

  async close(): Promise<void> {
    this.ending.abort();
    const { live } = this;
    if (live === undefined) return;
    live.client.end();
    await Promise.race([live.closed, sleep(500, undefined, { ref: false })]);
    live.client.destroy();
  }

  private async openChannel<C extends Duplex>(
    open: (client: Client, done: (error: Error | undefined, channel: C) => void) => unknown,
    attempts: number,
    signal: AbortSignal,
  ): Promise<C> {
    for (let attempt = 1; ; attempt += 1) {
      const live = await this.connected(signal);
      try {
        return await this.openOn(live, open, signal);
      } catch (error) {
        // It broke a moment ago or just now; nothing was begun.
        if (error instanceof UnreachableError && attempt < BROKEN_ATTEMPTS && !signal.aborted) this.forget(live);
        else if (!isRefusal(error) || attempt >= attempts || signal.aborted) throw error;
        await sleep(Math.min(10 * 2 ** attempt, 500), undefined, { signal });
      }
    }
  }

  private openOn<C extends Duplex>(
    { client, closed }: Live,
    open: (client: Client, done: (error: Error | undefined, channel: C) => void) => unknown,
    signal: AbortSignal,
  ): Promise<C> {
    return new Promise<C>((resolve, reject) => {
      let over = false;
      const cut = (): void => {
        over = true;
        signal.removeEventListener('abort', cut);
        reject(this.broken());
      };
      void closed.then(cut);
      signal.addEventListener('abort', cut, { once: true });
      const opened = (error: Error | undefined, channel: C): void => {
        signal.removeEventListener('abort', cut);
        if (error !== undefined) return reject(/No response from server|Not connected/.test(error.message) ? this.broken(error) : error);
        if (over) return void channel.destroy();
        // ssh2 does not tell a channel that its connection broke.
        void closed.then(() => channel.destroy());
        channel.on('error', () => {});
        resolve(channel);
      };
      try {
        open(client, opened);
      } catch (error) {
        signal.removeEventListener('abort', cut);
        reject(this.broken(error)); // ssh2 throws where the connection is closed already
      }
    });
  }

  private async connected(signal: AbortSignal): Promise<Live> {
    if (this.live !== undefined) return this.live;
    this.dialing ??= this.redial().finally(() => (this.dialing = undefined));
    const { dialing } = this;
    return await new Promise((resolve, reject) => {
      const abort = (): void => reject(new ProblemError({ what: 'Stopped', where: this.where, todo: 'Connect again when you want it.' }));
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      dialing.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
  }

  private async redial(): Promise<Live> {
    const client = await this.dial(this.ending.signal);
    const live = { client, closed: new Promise<void>((resolve) => client.once('close', () => resolve())) };
    this.live = live;
    void live.closed.then(() => this.forget(live));
    return live;
  }

  private forget(live: Live): void {
    if (this.live === live) this.live = undefined;
  }

  private broken(cause?: unknown): BrokenLineError {
    return new BrokenLineError(
      {
        what: 'The connection broke',
        where: this.where,
        todo: 'It is made again by itself; if it stays broken, see that the machine is on and reachable.',
      },
      { cause },
    );
  }
}

/** The server answered, and opened no channel. */
function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'reason' in error;
}
