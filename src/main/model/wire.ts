/** A `ModelRequest` as the Messages API wants it, in bytes. */
import type { ModelMessage, ModelRequest } from '../../shared/model.ts';

const EPHEMERAL = { type: 'ephemeral' } as const;

/** JSON of a request, `stream` on, with `maxTokens` as its limit. */
type Wire = (request: ModelRequest, maxTokens: number) => Uint8Array;

/**
 * Turns requests into bodies.
 *
 * Prompt-cache breakpoints stand after tools and system, and on the last two user messages: the older of the two is
 * where the request before this one put its newest, so each turn reads what the last one wrote, however many blocks
 * lie between. Nothing else in the prefix changes from turn to turn.
 *
 * Serialising the history is the part of a turn that grows with it, so a message is serialised once and its bytes kept
 * as long as the object lives: a caller that hands over the same message objects each turn pays only for new ones.
 * Messages must not be changed after they were sent.
 */
export function createWire(): Wire {
  const sent = new WeakMap<ModelMessage, Uint8Array>();

  function bytesOf(message: ModelMessage): Uint8Array {
    const known = sent.get(message);
    if (known !== undefined) return known;
    const bytes = Buffer.from(JSON.stringify(sendable(message)));
    sent.set(message, bytes);
    return bytes;
  }

  return (request, maxTokens) => {
    const messages = withoutEmpty(request.messages);
    const marked = lastTwoUserMessages(messages);
    const head = JSON.stringify({
      model: request.model,
      max_tokens: maxTokens,
      stream: true,
      metadata: { user_id: request.conversation },
      ...systemAndTools(request),
    });
    const parts: Uint8Array[] = [Buffer.from(`${head.slice(0, -1)},"messages":[`)];
    for (const [index, message] of messages.entries()) {
      if (index > 0) parts.push(COMMA);
      parts.push(marked.has(index) ? Buffer.from(JSON.stringify(withBreakpoint(sendable(message)))) : bytesOf(message));
    }
    parts.push(END);
    return Buffer.concat(parts);
  };
}

const COMMA = Buffer.from(',');
const END = Buffer.from(']}');

function systemAndTools({ system, tools }: ModelRequest): Record<string, unknown> {
  // The breakpoint on the system prompt covers the tools too: they come before it in the prefix.
  const last = tools.length - 1;
  return {
    ...(tools.length > 0 && {
      tools: tools.map((tool, index) => (system === '' && index === last ? { ...tool, cache_control: EPHEMERAL } : tool)),
    }),
    ...(system !== '' && { system: [{ type: 'text', text: system, cache_control: EPHEMERAL }] }),
  };
}

/** The API refuses blank text blocks, wherever they came from. */
function sendable(message: ModelMessage): ModelMessage {
  const blank = message.content.some(isBlankText);
  if (!blank) return message;
  return { role: message.role, content: message.content.filter((block) => !isBlankText(block)) } as ModelMessage; // a filter keeps the pair of role and block types
}

/** The API refuses messages without content and wants the roles to take turns. */
function withoutEmpty(messages: readonly ModelMessage[]): ModelMessage[] {
  const kept: ModelMessage[] = [];
  for (const message of messages) {
    if (message.content.every(isBlankText)) continue;
    const before = kept.at(-1);
    if (before?.role === 'user' && message.role === 'user') {
      kept[kept.length - 1] = { role: 'user', content: [...before.content, ...message.content] };
    } else kept.push(message);
  }
  return kept;
}

function isBlankText(block: ModelMessage['content'][number]): boolean {
  return block.type === 'text' && block.text.trim() === '';
}

function lastTwoUserMessages(messages: readonly ModelMessage[]): Set<number> {
  const found = new Set<number>();
  for (let index = messages.length - 1; index >= 0 && found.size < 2; index -= 1) {
    if (messages[index]?.role === 'user') found.add(index);
  }
  return found;
}

function withBreakpoint(message: ModelMessage): unknown {
  const last = message.content.length - 1;
  return {
    role: message.role,
    content: message.content.map((block, index) => (index === last ? { ...block, cache_control: EPHEMERAL } : block)),
  };
}
