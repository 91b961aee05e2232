/**
 * Requests to one hand that outlive their connection: when it breaks, another is opened and every request
 * that is still open begins again where it stopped.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Duplex } from 'node:stream';
import { ProblemError } from '../../../shared/problem.ts';
import { UnreachableError } from '../../../shared/sandbox.ts';
import { openChannel, type HandChannel } from './channel.ts';
import type { HandMessage } from './protocol.ts';

/** Something asked of the hand. It keeps its own progress. */
export interface Request {
  /** Asks, or asks again on a new connection. */
  begin(channel: HandChannel, key: number): void;
  onMessage(message: HandMessage, body: Buffer, channel: HandChannel): void;
  fail(error: Error): void;
  /** The connection broke; another is being made. */
  onBreak?(): void;
}

export interface HandClientOptions {
  sandboxId: string;
  where: string;
  /** A new stream to the hand; launches the hand again where it died. Rejects with `UnreachableError` where another attempt makes sense. */
  open(signal: AbortSignal): Promise<Duplex>;
  /** How long a broken connection is tried again before open requests fail. */
  reconnectMs: number;
}

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 5_000;

export class HandClient {
  private readonly options: HandClientOptions;
  private readonly requests = new Map<number, Request>();
  private readonly ending = new AbortController();
  private channel: HandChannel | undefined;
  private connecting: Promise<void> | undefined;
  private nextKey = 1;

  constructor(options: HandClientOptions) {
    this.options = options;
  }

  /** Adds a request and sees to a connection. @returns what forgets it, telling the hand that its answer is unwanted. */
  add(request: Request): () => void {
    const key = this.nextKey++;
    this.requests.set(key, request);
    if (this.ending.signal.aborted) this.failAll(detached(this.options));
    else if (this.channel !== undefined) request.begin(this.channel, key);
    else this.connect();
    return () => {
      if (this.requests.delete(key)) void this.channel?.send({ t: 'leave', k: key });
    };
  }

  /** The connection as it is now: undefined while it is being made again. */
  get current(): HandChannel | undefined {
    return this.channel;
  }

  /** Ends the connection; open requests fail. What runs in the sandbox goes on. */
  close(error: Error = detached(this.options)): void {
    this.ending.abort();
    this.channel?.close();
    this.failAll(error);
  }

  private connect(): void {
    this.connecting ??= this.reconnect()
      .catch((error: unknown) => this.failAll(error instanceof Error ? error : new Error(String(error))))
      .finally(() => {
        this.connecting = undefined;
        // One may have come while the last attempt was already over.
        if (this.requests.size > 0 && this.channel === undefined) this.connect();
      });
  }

  private async reconnect(): Promise<void> {
    const { signal } = this.ending;
    const deadline = performance.now() + this.options.reconnectMs;
    for (let delay = FIRST_DELAY_MS; this.requests.size > 0; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
      try {
        return this.attach(await this.openChannel(signal));
      } catch (error) {
        if (signal.aborted) throw detached(this.options);
        if (!(error instanceof UnreachableError) || performance.now() + delay > deadline) throw error;
        await sleep(delay * (0.75 + Math.random() / 2), undefined, { signal });
      }
    }
  }

  private async openChannel(signal: AbortSignal): Promise<HandChannel> {
    const { sandboxId } = this.options;
    const stream = await this.options.open(signal);
    try {
      return await openChannel(stream, sandboxId, (message, body) => this.dispatch(message, body), signal);
    } catch (error) {
      throw new UnreachableError(
        {
          what: 'The sandbox does not answer',
          where: `${sandboxId} at ${this.options.where}`,
          todo: 'It is tried again; if it stays so, start the session on a new sandbox.',
        },
        { cause: error },
      );
    }
  }

  private attach(channel: HandChannel): void {
    this.channel = channel;
    void channel.closed.then(() => {
      if (this.channel === channel) this.channel = undefined;
      for (const request of [...this.requests.values()]) request.onBreak?.();
      if (this.requests.size > 0 && !this.ending.signal.aborted) this.connect();
    });
    for (const [key, request] of this.requests) request.begin(channel, key);
  }

  private dispatch(message: HandMessage, body: Buffer): void {
    if (message.t === 'hello' || this.channel === undefined) return;
    const request = this.requests.get(message.k);
    if (request === undefined) return;
    if (message.t === 'done' || message.t === 'gone' || message.t === 'end' || message.t === 'fail' || message.t === 'pong')
      this.requests.delete(message.k);
    request.onMessage(message, body, this.channel);
  }

  private failAll(error: Error): void {
    const open = [...this.requests.values()];
    this.requests.clear();
    for (const request of open) request.fail(error);
  }
}

function detached(options: HandClientOptions): Error {
  return new ProblemError({
    what: 'The connection to the sandbox was let go',
    where: `${options.sandboxId} at ${options.where}`,
    todo: 'Attach to the sandbox again.',
  });
}
