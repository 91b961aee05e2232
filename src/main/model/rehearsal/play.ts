/** Sends a message as its step wants it sent: at a speed, with oddities, or with a fault. */
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { isStreamFault, sentStream } from './broken-stream.ts';
import { type StreamEvent, streamOf } from './events.ts';
import type { WireMessage } from './message.ts';
import { apiError, sendError, sendJson, sendPage } from './respond.ts';
import type { Fault, ScriptStep } from './script.ts';
import { sendStream } from './send-stream.ts';

interface Play {
  message: WireMessage;
  stream: boolean;
  delayMs: number;
  chunkMs: number;
  oddities: ScriptStep['oddities'];
  fault: Fault | undefined;
  /** The key of the request, for a fault that echoes it. */
  key: string;
  response: ServerResponse;
}

export async function play({ message, stream, delayMs, chunkMs, oddities, fault, key, response }: Play): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  if (delayMs > 0) await pause(delayMs, undefined, { signal: gone.signal }).catch(() => {});
  if (gone.signal.aborted || (fault !== undefined && failedBeforeStream(fault, key, response))) return;
  if (!stream || fault?.kind === 'json') return sendJson(response, 200, message);

  const whole = streamOf(message, oddities);
  const events = fault?.kind === 'bad_tool_json' ? whole.filter((_, index) => !endsToolInput(whole, index)) : whole;
  const sent = sentStream(events, isStreamFault(fault) ? fault : undefined);
  await sendStream(response, sent, { chunkMs, splitBytes: oddities.includes('split_bytes'), signal: gone.signal });
}

/** True where the fault has answered, or left unanswered, for good. */
function failedBeforeStream(fault: Fault, key: string, response: ServerResponse): boolean {
  switch (fault.kind) {
    case 'status': {
      const message = (fault.message ?? `rehearsed ${fault.status}`).replaceAll('{key}', key);
      const headers = {
        ...(fault.retryAfter !== undefined && { 'retry-after': String(fault.retryAfter) }),
        ...(fault.retryAfterMs !== undefined && { 'retry-after-ms': String(fault.retryAfterMs) }),
      };
      sendError(response, apiError(fault.status, message, headers));
      return true;
    }
    case 'html':
      sendPage(response, fault.status);
      return true;
    case 'reset':
      response.socket?.resetAndDestroy();
      return true;
    case 'hang':
      return true;
    default:
      return false;
  }
}

/** The last piece of a tool's input: without it the input is no JSON. */
function endsToolInput(events: readonly StreamEvent[], index: number): boolean {
  const [piece, next] = [events[index], events[index + 1]];
  return piece?.block === 'tool_use' && piece.name === 'content_block_delta' && next?.name === 'content_block_stop';
}
