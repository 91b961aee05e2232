/** Sends a stream at its speed. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { SentStream } from './broken-stream.ts';

interface Pace {
  /** Between two events, in ms; 0 sends everything at once. */
  chunkMs: number;
  /** Cuts the bytes anywhere, also in the middle of a letter. */
  splitBytes: boolean;
  /** Aborted when the client is gone. */
  signal: AbortSignal;
}

export async function sendStream(response: ServerResponse, { frames, ending }: SentStream, pace: Pace): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'request-id': 'req_rehearsal',
  });
  for (const chunk of chunksOf(frames, pace)) {
    if (pace.signal.aborted) return;
    const flushed = response.write(chunk);
    if (!flushed) await once(response, 'drain', { signal: pace.signal }).catch(() => {});
    if (pace.chunkMs > 0) await pause(pace.chunkMs, undefined, { signal: pace.signal }).catch(() => {});
  }
  if (ending === 'end') response.end();
  // What was written must leave before the connection breaks, or the client sees a reset without a stream.
  else if (ending === 'break') response.write('\n', () => response.socket?.destroy());
}

function chunksOf(frames: readonly string[], { chunkMs, splitBytes }: Pace): Iterable<string | Uint8Array> {
  if (splitBytes) return splitEverywhere(Buffer.from(frames.join(''), 'utf8'));
  return chunkMs > 0 ? frames : [frames.join('')];
}

function* splitEverywhere(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0, size = 1; at < bytes.length; at += size, size = (size % 7) + 1) yield bytes.subarray(at, at + size);
}
