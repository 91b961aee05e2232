/** A message as the events of its stream. Pure. */
import type { WireBlock, WireMessage } from './message.ts';
import type { ScriptStep } from './script.ts';

/** One event of a stream; `block` is the type of the block that it belongs to. */
export interface StreamEvent {
  name: string;
  data: Record<string, unknown>;
  block?: WireBlock['type'];
}

/** Characters of one delta, about: whole words, as tokens come. */
const PIECE = 28;

export function streamOf(message: WireMessage, oddities: ScriptStep['oddities']): StreamEvent[] {
  const { content, stop_reason, stop_sequence, usage } = message;
  const odd = new Set(oddities);
  const start = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  const events: StreamEvent[] = [event('message_start', { message: start })];
  if (odd.has('ping')) events.push(event('ping', {}));
  if (odd.has('unknown_event')) events.push(event('message_glimmer', { hue: 'unknown to every client' }));
  let index = 0;
  if (odd.has('unknown_block')) {
    events.push(event('content_block_start', { index, content_block: { type: 'hologram', depth: 3 } }));
    events.push(event('content_block_delta', { index, delta: { type: 'hologram_delta', plane: 'a plane' } }));
    events.push(event('content_block_stop', { index }));
    index += 1;
  }
  for (const block of content) {
    events.push(...blockEvents(block, index, odd.has('unknown_delta')));
    if (odd.has('ping')) events.push(event('ping', {}));
    index += 1;
  }
  events.push(event('message_delta', { delta: { stop_reason, stop_sequence }, usage: { output_tokens: usage.output_tokens } }));
  events.push(event('message_stop', {}));
  return events;
}

/** The text of an event, ready to send. */
export function frame({ name, data }: StreamEvent): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

export function event(name: string, data: Record<string, unknown>): StreamEvent {
  return { name, data: { type: name, ...data } };
}

function blockEvents(block: WireBlock, index: number, unknownDelta: boolean): StreamEvent[] {
  const deltas = deltasOf(block);
  if (unknownDelta) deltas.splice(1, 0, { type: 'mood_delta', mood: 'unknown to every client' });
  return [
    event('content_block_start', { index, content_block: emptied(block) }),
    ...deltas.map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ].map((each) => ({ ...each, block: block.type }));
}

function deltasOf(block: WireBlock): Record<string, unknown>[] {
  switch (block.type) {
    case 'text':
      return pieces(block.text).map((text) => ({ type: 'text_delta', text }));
    case 'thinking': {
      const thoughts = pieces(block.thinking).map((thinking) => ({ type: 'thinking_delta', thinking }));
      return [...thoughts, { type: 'signature_delta', signature: block.signature }];
    }
    case 'tool_use': {
      const json = Object.keys(block.input).length === 0 ? [] : pieces(JSON.stringify(block.input));
      return ['', ...json].map((partial_json) => ({ type: 'input_json_delta', partial_json }));
    }
    case 'redacted_thinking':
      return [];
  }
}

function emptied(block: WireBlock): Record<string, unknown> {
  switch (block.type) {
    case 'text':
      return { ...block, text: '' };
    case 'thinking':
      return { ...block, thinking: '', signature: '' };
    case 'tool_use':
      return { ...block, input: {} };
    case 'redacted_thinking':
      return { ...block };
  }
}

/** The text in pieces of a few words; putting them together gives the text again. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (const word of text.match(/\s*\S{1,40}\s*/gu) ?? []) {
    const last = found.at(-1);
    if (last !== undefined && last.length + word.length <= PIECE) found[found.length - 1] = last + word;
    else found.push(word);
  }
  return found.join('') === text ? found : [text];
}
