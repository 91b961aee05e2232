/** Puts an answer together from the events of a Messages stream. Tolerates what it does not know. */
import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import type { ModelUsage } from '../../shared/events.ts';
import type { AssistantBlock, ModelDelta, ModelStopReason } from '../../shared/model.ts';
import { NO_USAGE } from './cost.ts';

/** A block that is still coming in; `json` is a tool's input as far as it came. */
type OpenBlock = { block: AssistantBlock; json: string };

export interface Answer {
  messageId: string;
  content: AssistantBlock[];
  stopReason: ModelStopReason;
}

/** The stream ended, but what came is not an answer. */
export class BrokenAnswerError extends Error {
  readonly flaw: 'cut' | 'tool_input';

  constructor(flaw: 'cut' | 'tool_input', message: string) {
    super(message);
    this.name = 'BrokenAnswerError';
    this.flaw = flaw;
  }
}

export interface AnswerReader {
  /** Takes the next event; calls `onDelta` for what can be shown. */
  take(event: RawMessageStreamEvent): void;
  /** Whether an event of a Messages stream has come at all. */
  begun(): boolean;
  /** Whether the message has ended: nothing that comes later belongs to it. */
  ended(): boolean;
  /** What the server has counted so far: known from the first event on, so also for a stream that is cut. */
  usage(): ModelUsage;
  /** The whole answer. Throws `BrokenAnswerError` where the stream ended early or a tool's input is no JSON object. */
  finish(): Answer;
}

export function readAnswer(onDelta: (delta: ModelDelta) => void): AnswerReader {
  /** By the server's index. A block of an unknown type has no entry, and neither have its deltas. */
  const blocks = new Map<number, OpenBlock>();
  let messageId = '';
  let stopReason: string | null = null;
  let stopped = false;
  let usage = NO_USAGE;

  return {
    take(event) {
      switch (event.type) {
        case 'message_start':
          messageId = event.message.id;
          usage = counted(usage, event.message.usage);
          break;
        case 'content_block_start': {
          const block = openBlock(event.content_block);
          if (block === undefined) break;
          blocks.set(event.index, { block, json: '' });
          if (block.type === 'text' && block.text !== '') onDelta({ kind: 'text', text: block.text });
          if (block.type === 'tool_use') onDelta({ kind: 'tool_input', name: block.name, text: '' });
          break;
        }
        case 'content_block_delta': {
          const open = blocks.get(event.index);
          if (open !== undefined) extend(open, event.delta, onDelta);
          break;
        }
        case 'message_delta':
          stopReason = event.delta.stop_reason ?? stopReason;
          usage = counted(usage, event.usage);
          break;
        case 'message_stop':
          stopped = true;
          break;
        case 'content_block_stop':
          break;
        // No `default`: the type names every event this SDK knows, and a server may send others.
      }
    },
    begun: () => messageId !== '',
    ended: () => stopped,
    usage: () => usage,
    finish() {
      if (!stopped) throw new BrokenAnswerError('cut', 'the stream ended before the message did');
      const last = Math.max(-1, ...blocks.keys());
      const content: AssistantBlock[] = [];
      for (const [index, open] of [...blocks].sort(([a], [b]) => a - b)) {
        const cutOff = stopReason === 'max_tokens' && index === last && open.block.type === 'tool_use';
        // A call that the token limit cut in two is no call: the rest of the answer stands without it.
        if (cutOff && parseInput(open.json) === undefined) continue;
        content.push(closeBlock(open));
      }
      return { messageId, content, stopReason: knownStopReason(stopReason, content) };
    },
  };
}

type StartedBlock = Extract<RawMessageStreamEvent, { type: 'content_block_start' }>['content_block'];
type Delta = Extract<RawMessageStreamEvent, { type: 'content_block_delta' }>['delta'];

function openBlock(block: StartedBlock): AssistantBlock | undefined {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text };
    case 'thinking':
      return { type: 'thinking', thinking: block.thinking, signature: block.signature };
    case 'redacted_thinking':
      return { type: 'redacted_thinking', data: block.data };
    case 'tool_use':
      return { type: 'tool_use', id: block.id, name: block.name, input: {} };
    default:
      return undefined;
  }
}

function extend(open: OpenBlock, delta: Delta, onDelta: (delta: ModelDelta) => void): void {
  const { block } = open;
  if (delta.type === 'text_delta' && block.type === 'text') {
    block.text += delta.text;
    onDelta({ kind: 'text', text: delta.text });
  } else if (delta.type === 'thinking_delta' && block.type === 'thinking') {
    block.thinking += delta.thinking;
    onDelta({ kind: 'thinking', text: delta.thinking });
  } else if (delta.type === 'signature_delta' && block.type === 'thinking') {
    block.signature += delta.signature;
  } else if (delta.type === 'input_json_delta' && block.type === 'tool_use') {
    open.json += delta.partial_json;
    onDelta({ kind: 'tool_input', name: block.name, text: delta.partial_json });
  }
}

function closeBlock({ block, json }: OpenBlock): AssistantBlock {
  if (block.type !== 'tool_use') return block;
  // A tool without arguments may stream no input at all.
  const input = json.trim() === '' ? {} : parseInput(json);
  if (input === undefined) throw new BrokenAnswerError('tool_input', `the input of ${block.name} is not a JSON object`);
  return { ...block, input };
}

function parseInput(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function knownStopReason(reason: string | null, content: readonly AssistantBlock[]): ModelStopReason {
  switch (reason) {
    case 'end_turn':
    case 'tool_use':
    case 'max_tokens':
    case 'stop_sequence':
    case 'pause_turn':
    case 'refusal':
      return reason;
    case 'model_context_window_exceeded':
      return 'max_tokens';
    default:
      return content.some((block) => block.type === 'tool_use') ? 'tool_use' : 'end_turn';
  }
}

/** The counts of `newer` over those of `known`: they are totals of the message, left out where nothing changed. */
function counted(known: ModelUsage, newer: { [Count in keyof ModelUsage]?: number | null } | undefined): ModelUsage {
  return {
    input_tokens: newer?.input_tokens ?? known.input_tokens,
    output_tokens: newer?.output_tokens ?? known.output_tokens,
    cache_creation_input_tokens: newer?.cache_creation_input_tokens ?? known.cache_creation_input_tokens,
    cache_read_input_tokens: newer?.cache_read_input_tokens ?? known.cache_read_input_tokens,
  };
}
