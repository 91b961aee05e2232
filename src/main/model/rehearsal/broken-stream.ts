/** Faults that show in the middle of a stream: what is sent, and how it ends. Pure. */
import { event, frame, type StreamEvent } from './events.ts';
import type { Fault } from './script.ts';

/** Frames to send, and then: end the body, break the connection, or leave it open and silent. */
export interface SentStream {
  frames: string[];
  ending: 'end' | 'break' | 'silence';
}

type StreamFault = Extract<Fault, { kind: 'cut' | 'stall' | 'malformed' | 'error_event' }>;

export function isStreamFault(fault: Fault | undefined): fault is StreamFault {
  return fault !== undefined && ['cut', 'stall', 'malformed', 'error_event'].includes(fault.kind);
}

export function sentStream(events: readonly StreamEvent[], fault: StreamFault | undefined): SentStream {
  if (fault === undefined) return { frames: events.map(frame), ending: 'end' };
  const within = fault.kind === 'cut' || fault.kind === 'stall' ? fault.within : undefined;
  const frames = events.slice(0, middleOf(events, within)).map(frame);
  switch (fault.kind) {
    case 'cut':
      return { frames, ending: fault.politely ? 'end' : 'break' };
    case 'stall':
      return { frames, ending: 'silence' };
    case 'malformed':
      return { frames: [...frames, 'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"del\n\n'], ending: 'end' };
    case 'error_event':
      return { frames: [...frames, frame(event('error', { error: { type: fault.error, message: fault.message } }))], ending: 'end' };
  }
}

/** The position in the middle of the first block of a type, or of the first block at all; or the end. */
function middleOf(events: readonly StreamEvent[], within: StreamEvent['block'] | 'end'): number {
  if (within === 'end') return events.length;
  const wanted = (each: StreamEvent) => (within === undefined ? each.block !== undefined : each.block === within);
  const first = events.findIndex(wanted);
  if (first === -1) return Math.ceil(events.length / 2);
  const length = events.slice(first).findIndex(({ name }) => name === 'content_block_stop');
  return first + 1 + Math.ceil((length - 1) / 2);
}
