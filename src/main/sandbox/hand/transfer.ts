/** Files in and out, in frames beside the calls. Both go on after a reconnect from the byte where they stopped. */
import { randomBytes } from 'node:crypto';
import { ProblemError } from '../../../shared/problem.ts';
import type { HandChannel } from './channel.ts';
import type { HandClient } from './client.ts';
import type { ErrorCode, HandMessage } from './protocol.ts';

const PIECE_BYTES = 256 * 1024;
/** Sent and not yet acknowledged, or granted and not yet consumed: what one transfer may hold in memory. */
const WINDOW_BYTES = 8 * 1024 * 1024;

/** A transfer that the sandbox refused; `code` as in a call's error. */
export class TransferError extends ProblemError {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, where: string) {
    super({ what: message, where, todo: TODO[code] ?? 'Look at the path in the sandbox.' });
    this.name = 'TransferError';
    this.code = code;
  }
}

const TODO: Partial<Record<ErrorCode, string>> = {
  no_space: 'Free space on the machine, or in its /tmp.',
  too_large: 'Fetch it by other means, or raise the limit.',
  io: 'Try again.',
};

/** Copies bytes to a path in the sandbox, whole or not at all. Rejects with `TransferError` and what the client rejects with. */
export async function uploadFile(client: HandClient, where: string, path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const token = randomBytes(12).toString('hex');
  const sent: { at: number; bytes: Uint8Array }[] = [];
  let produced = 0;
  let acknowledged = 0;
  let finished = false;
  /** The next byte to send on the connection that lives now; one pump sends, so that bytes keep their order. */
  let cursor = 0;
  let pumping = false;
  let live: { channel: HandChannel; key: number } | undefined;
  let closedOn: typeof live;
  let failure: Error | undefined;
  let wake: () => void = () => {};
  const changed = (): Promise<void> => new Promise((resolve) => (wake = resolve));

  const pump = async (): Promise<void> => {
    if (pumping) return;
    pumping = true;
    while (live !== undefined) {
      const to = live;
      const piece = sent.find((one) => one.at + one.bytes.length > cursor);
      if (piece === undefined) break;
      const part = piece.bytes.subarray(cursor - piece.at);
      cursor += part.length;
      await to.channel.send({ t: 'data', k: to.key }, part);
    }
    pumping = false;
    if (finished && cursor === produced && live !== undefined && live !== closedOn) {
      closedOn = live;
      void live.channel.send({ t: 'close', k: live.key, size: produced });
    }
  };
  const done = new Promise<void>((resolve, reject) => {
    client.add({
      begin(channel, key) {
        live = undefined;
        void channel.send({ t: 'put', k: key, token, path, at: acknowledged });
      },
      onMessage(message: HandMessage, _body, channel) {
        if (message.t === 'at') {
          acknowledged = message.n;
          while (sent[0] !== undefined && sent[0].at + sent[0].bytes.length <= acknowledged) sent.shift();
          if (live?.channel !== channel) {
            live = { channel, key: message.k };
            cursor = acknowledged;
            void pump();
          }
          wake();
        } else if (message.t === 'end') resolve();
        else if (message.t === 'fail') this.fail(new TransferError(message.code, message.message, where));
      },
      fail(error) {
        failure = error;
        wake();
        reject(error);
      },
    });
  });
  done.catch(() => {});

  const give = async (piece: Uint8Array): Promise<void> => {
    while (failure === undefined && produced - acknowledged > WINDOW_BYTES) await changed();
    if (failure !== undefined) throw failure;
    // A copy: the producer may use its buffer again, and this piece may have to be sent twice.
    sent.push({ at: produced, bytes: Buffer.from(piece) });
    produced += piece.length;
    void pump();
  };
  try {
    for await (const chunk of bytes) {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) await give(chunk.subarray(at, at + PIECE_BYTES));
    }
  } catch (error) {
    if (failure === undefined && live !== undefined) void live.channel.send({ t: 'abandon', k: live.key });
    throw error;
  }
  finished = true;
  void pump();
  await done;
}

/** Reads a whole file, at most `maxBytes`. Throws `TransferError` and what the client rejects with. */
export async function* downloadFile(client: HandClient, where: string, path: string, maxBytes: number): AsyncGenerator<Uint8Array> {
  const ready: Buffer[] = [];
  let received = 0;
  let version: string | undefined;
  let failure: Error | undefined;
  let ended = false;
  let live: { channel: HandChannel; key: number } | undefined;
  let wake: () => void = () => {};

  const forget = client.add({
    begin(channel, key) {
      live = { channel, key };
      const held = ready.reduce((sum, piece) => sum + piece.length, 0);
      void channel.send({
        t: 'get',
        k: key,
        path,
        max: maxBytes,
        at: received,
        version: version ?? null,
        n: Math.max(PIECE_BYTES, WINDOW_BYTES - held),
      });
    },
    onMessage(message: HandMessage, body: Buffer) {
      if (message.t === 'at') version = message.version;
      else if (message.t === 'data') {
        received += body.length;
        ready.push(body);
      } else if (message.t === 'end') ended = true;
      else if (message.t === 'fail') failure = new TransferError(message.code, message.message, where);
      wake();
    },
    fail(error) {
      failure = error;
      wake();
    },
  });
  try {
    for (;;) {
      const piece = ready.shift();
      if (piece !== undefined) {
        yield piece;
        void live?.channel.send({ t: 'grant', k: live.key, n: piece.length });
      } else if (failure !== undefined) throw failure;
      else if (ended) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    forget();
  }
}
