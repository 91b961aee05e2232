/** A reply as a Message of the API: ids, signatures and a count of tokens, all of it made from the request. Pure. */
import { createHash } from 'node:crypto';
import type { ModelUsage } from '../../../shared/events.ts';
import type { Reply } from './choose.ts';
import { blocksOf, type MessagesRequest } from './request.ts';
import { redact, signatureOf } from './thinking.ts';

export type WireBlock =
  | { type: 'text'; text: string; citations: null }
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'redacted_thinking'; data: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> };

export interface WireMessage {
  id: string;
  type: 'message';
  role: 'assistant';
  model: string;
  content: WireBlock[];
  stop_reason: string;
  stop_sequence: null;
  usage: ModelUsage;
}

/** The same conversation, answer and last message always give the same ids: a retry repeats them, a new turn does not. */
export function messageFor(request: MessagesRequest, reply: Reply, answer: number, said: string, usage?: ModelUsage): WireMessage {
  const seed = JSON.stringify([conversationOf(request), request.model, answer, request.messages.length, said]);
  const content = reply.content.map((block, index): WireBlock => {
    switch (block.type) {
      case 'text':
        return { type: 'text', text: block.text, citations: null };
      case 'thinking':
        return { type: 'thinking', thinking: block.thinking, signature: signatureOf(block.thinking) };
      case 'redacted_thinking':
        return { type: 'redacted_thinking', data: redact(block.data) };
      case 'tool_use':
        return { type: 'tool_use', id: `toolu_${digest(`${seed}${index}`)}`, name: block.name, input: block.input };
    }
  });
  return {
    id: `msg_${digest(seed)}`,
    type: 'message',
    role: 'assistant',
    model: request.model,
    content,
    stop_reason: reply.stop,
    stop_sequence: null,
    usage: usage ?? usageOf(request, content),
  };
}

export function conversationOf(request: MessagesRequest): string {
  return request.metadata?.user_id ?? '';
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

/**
 * Tokens by length, four characters each, with the cache as a well-behaved client would meet it: what stands before the
 * last breakpoint but one was written by the request before and is read, what stands between the two is written now.
 */
function usageOf(request: MessagesRequest, content: readonly WireBlock[]): ModelUsage {
  const texts = [
    ...(request.tools ?? []),
    ...blocksOf(request.system ?? []),
    ...request.messages.flatMap((message) => blocksOf(message.content)),
  ];
  let total = 0;
  const breakpoints: number[] = [];
  for (const block of texts) {
    total += JSON.stringify(block).length;
    if ('cache_control' in block && block.cache_control) breakpoints.push(total);
  }
  const written = breakpoints.at(-1) ?? 0;
  const read = answersBefore(request) ? (breakpoints.at(-2) ?? 0) : 0;
  return {
    input_tokens: 3 + tokens(total - written),
    cache_read_input_tokens: tokens(read),
    cache_creation_input_tokens: tokens(written - read),
    output_tokens: 2 + tokens(JSON.stringify(content).length),
  };
}

/** How much of the model's window a request takes. */
export function promptTokens(request: MessagesRequest): number {
  const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens } = usageOf(request, []);
  return input_tokens + cache_read_input_tokens + cache_creation_input_tokens;
}

function answersBefore({ messages }: MessagesRequest): boolean {
  return messages.some(({ role }) => role === 'assistant');
}

function tokens(characters: number): number {
  return Math.ceil(characters / 4);
}
