/** One connection to a hand: frames in, frames out, until it closes. */
import type { Duplex } from 'node:stream';
import { encodeFrame, FrameDecoder } from './frames.ts';
import { HandMessage, PROTOCOL } from './protocol.ts';

const HELLO_MS = 10_000;

export interface HandChannel {
  readonly collectOnly: boolean;
  /** Resolves when the stream takes more: whoever sends much waits for it. */
  send(header: object, body?: Uint8Array): Promise<void>;
  /** Resolves, never rejects, when the connection has ended for whatever reason. */
  readonly closed: Promise<void>;
  close(): void;
}

/**
 * Waits for the hand's first word, then hands each message to `onMessage`.
 * Rejects where the stream ends before, is silent for 10 s, or something else answers.
 */
export function openChannel(
  stream: Duplex,
  sandboxId: string,
  onMessage: (message: HandMessage, body: Buffer) => void,
  signal?: AbortSignal,
): Promise<HandChannel> {
  return new Promise((resolve, reject) => {
    const decoder = new FrameDecoder();
    let ready = false;
    let ended: () => void = () => {};
    const closed = new Promise<void>((done) => (ended = done));
    const end = (reason: Error): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
      stream.destroy();
      ended();
      reject(reason);
    };
    const aborted = (): void => end(new Error('aborted'));
    const timer = setTimeout(() => end(new Error('the hand did not answer within 10 s')), HELLO_MS);
    signal?.addEventListener('abort', aborted, { once: true });
    if (signal?.aborted === true) return aborted();

    const channel = (collectOnly: boolean): HandChannel => ({
      collectOnly,
      closed,
      close: () => end(new Error('closed')),
      send: (header, body) => {
        if (stream.destroyed || !stream.writable) return Promise.resolve();
        let room = true;
        for (const piece of encodeFrame(header, body)) room = stream.write(piece);
        return room ? Promise.resolve() : Promise.race([closed, new Promise<void>((drained) => stream.once('drain', drained))]);
      },
    });

    stream.on('data', (chunk: Buffer) => {
      try {
        for (const frame of decoder.push(chunk)) {
          const message = HandMessage.parse(frame.header);
          if (ready) onMessage(message, frame.body);
          else if (message.t !== 'hello' || message.id !== sandboxId) throw new Error('something else answers at the sandbox’s socket');
          else if (message.v !== PROTOCOL) throw new Error(`the sandbox was made by another version of Drover (protocol ${message.v})`);
          else {
            ready = true;
            clearTimeout(timer);
            signal?.removeEventListener('abort', aborted);
            resolve(channel(message.collectOnly));
          }
        }
      } catch (error) {
        end(error instanceof Error ? error : new Error(String(error)));
      }
    });
    stream.on('error', (error) => end(error));
    stream.on('end', () => end(new Error('the connection ended')));
    stream.on('close', () => end(new Error('the connection was closed')));
    if (stream.destroyed) end(new Error('the connection was closed'));
  });
}
