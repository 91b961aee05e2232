/** One call to the hand: asked again after a reconnect, with the output offsets where it stopped. */
import type { Excerpt } from '../../../shared/criteria.ts';
import { SandboxGoneError, type CallResult, type ExecuteOptions, type Operation } from '../../../shared/sandbox.ts';
import { ProblemError } from '../../../shared/problem.ts';
import type { HandChannel } from './channel.ts';
import type { HandClient } from './client.ts';
import type { HandMessage } from './protocol.ts';

const STREAMS = ['stdout', 'stderr'] as const;

export function callHand(
  client: HandClient,
  sandboxId: string,
  callId: string,
  operation: Operation,
  options: ExecuteOptions = {},
): Promise<CallResult> {
  const { signal, onOutput } = options;
  if (signal?.aborted === true) return Promise.resolve(notBegun());
  const { op, body } = wireOperation(operation);
  const offsets: [number, number] = [0, 0];
  let asked = 0;

  return new Promise<CallResult>((resolve, reject) => {
    const settle = (act: () => void): void => {
      signal?.removeEventListener('abort', cancel);
      act();
    };
    const cancel = (): void => {
      if (client.current !== undefined) return void client.current.send({ t: 'cancel', id: callId });
      forget();
      settle(() =>
        reject(
          new ProblemError({
            what: 'The call could not be stopped: its machine cannot be reached',
            where: `sandbox ${sandboxId}`,
            todo: 'It ends at its time limit at the latest. Try again when the machine is back.',
          }),
        ),
      );
    };
    const forget = client.add({
      begin(channel: HandChannel, key: number) {
        asked += 1;
        void channel.send({ t: 'run', k: key, id: callId, op, at: offsets, stream: onOutput !== undefined }, body);
        if (signal?.aborted === true) void channel.send({ t: 'cancel', id: callId });
      },
      onMessage(message: HandMessage, bytes: Buffer) {
        if (message.t === 'out' && message.o === offsets[message.s]) {
          offsets[message.s] += bytes.length;
          onOutput?.(STREAMS[message.s], bytes);
        } else if (message.t === 'done') settle(() => resolve(resultOf(message, bytes)));
        // It was begun before the machine was restarted, and nobody can say how far it came.
        else if (message.t === 'gone' && asked > 1) settle(() => resolve({ ...notBegun(), state: 'lost', cancelled: false }));
        else if (message.t === 'gone') settle(() => reject(new SandboxGoneError(sandboxId, 'its machine was restarted')));
      },
      fail: (error) => settle(() => reject(error)),
      onBreak: () => {
        if (signal?.aborted === true) cancel();
      },
    });
    signal?.addEventListener('abort', cancel, { once: true });
  });
}

/** A file's content travels as the frame's body, not inside its JSON. */
function wireOperation(operation: Operation): { op: object; body?: Uint8Array } {
  if (operation.op !== 'write') return { op: operation };
  const { content, ...op } = operation;
  return { op, body: Buffer.from(content) };
}

const EMPTY: Excerpt = { head: '', tail: '', bytes: 0 };

function notBegun(): CallResult {
  return {
    state: 'done',
    exitCode: null,
    signal: null,
    timedOut: false,
    cancelled: true,
    stdout: EMPTY,
    stderr: EMPTY,
    durationMs: 0,
    error: null,
    snapshot: null,
  };
}

function resultOf(message: Extract<HandMessage, { t: 'done' }>, body: Buffer): CallResult {
  const { state, exitCode, signal, timedOut, cancelled, durationMs, error, snapshot, sizes, totals } = message;
  const [outHead, outTail, errHead] = sizes;
  const [a, b, c] = [outHead, outHead + outTail, outHead + outTail + errHead];
  return {
    ...{ state, exitCode, signal, timedOut, cancelled, durationMs, error, snapshot },
    stdout: excerpt(body.subarray(0, a), body.subarray(a, b), totals[0]),
    stderr: excerpt(body.subarray(b, c), body.subarray(c), totals[1]),
  };
}

/** Cut where the hand cut, but never through a character. */
function excerpt(head: Buffer, tail: Buffer, bytes: number): Excerpt {
  if (tail.length === 0) return { head: head.toString(), tail: '', bytes };
  return { head: new TextDecoder().decode(head, { stream: true }), tail: tail.subarray(continuationBytes(tail)).toString(), bytes };
}

function continuationBytes(bytes: Buffer): number {
  const first = bytes.subarray(0, 4).findIndex((byte) => (byte & 0xc0) !== 0x80);
  return Math.max(0, first);
}
