/**
 * What the Messages API accepts: the shape of a request, and the rules that no schema can say.
 * Breaking one is answered with a 400 as the API answers it; this is how the harness is held to the API's contract.
 */
import { z } from 'zod';
import { isGenuineRedaction, isGenuineSignature } from './thinking.ts';

const CacheControl = z.strictObject({ type: z.literal('ephemeral'), ttl: z.enum(['5m', '1h']).optional() });
const cached = { cache_control: CacheControl.nullish() };
const Text = z.strictObject({ type: z.literal('text'), text: z.string(), ...cached });
const ToolId = z.string().regex(/^[a-zA-Z0-9_-]+$/);

const Block = z.discriminatedUnion('type', [
  Text,
  z.strictObject({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() }),
  z.strictObject({ type: z.literal('redacted_thinking'), data: z.string() }),
  z.strictObject({ type: z.literal('tool_use'), id: ToolId, name: z.string().min(1), input: z.record(z.string(), z.unknown()), ...cached }),
  z.strictObject({
    type: z.literal('tool_result'),
    tool_use_id: ToolId,
    content: z.union([z.string(), z.array(Text)]).optional(),
    is_error: z.boolean().optional(),
    ...cached,
  }),
]);
type RequestBlock = z.infer<typeof Block>;

const Message = z.strictObject({ role: z.enum(['user', 'assistant']), content: z.union([z.string(), z.array(Block)]) });

export const MessagesRequest = z.strictObject({
  model: z.string().min(1),
  max_tokens: z.number().int().min(1),
  messages: z.array(Message).min(1),
  system: z.union([z.string(), z.array(Text)]).optional(),
  tools: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/),
        description: z.string().optional(),
        input_schema: z.looseObject({ type: z.literal('object') }),
        ...cached,
      }),
    )
    .optional(),
  tool_choice: z.looseObject({ type: z.string() }).optional(),
  thinking: z.looseObject({ type: z.string() }).optional(),
  metadata: z.strictObject({ user_id: z.string().max(256).nullish() }).optional(),
  stop_sequences: z.array(z.string()).optional(),
  temperature: z.number().min(0).max(1).optional(),
  stream: z.boolean().optional(),
});
export type MessagesRequest = z.infer<typeof MessagesRequest>;

/** The first rule that a request breaks, in words, or undefined. `paused(n)`: the n-th answer (from 0) was a `pause_turn`. */
export function brokenRule(request: MessagesRequest, paused: (answer: number) => boolean): string | undefined {
  return brokenTurns(request, paused) ?? brokenContent(request) ?? brokenCalls(request) ?? brokenTools(request) ?? brokenCache(request);
}

export function blocksOf(content: MessagesRequest['messages'][number]['content']): RequestBlock[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

function brokenTurns({ messages }: MessagesRequest, paused: (answer: number) => boolean): string | undefined {
  let answers = 0;
  for (const [index, { role }] of messages.entries()) {
    const before = messages[index - 1]?.role;
    if (before === undefined && role === 'assistant') return 'messages.0: the first message must use the “user” role';
    if (role === 'assistant') answers += 1;
    // A turn that was paused goes on in a second assistant message; nothing else may follow its own role.
    const resumed = role === 'assistant' && answers >= 2 && paused(answers - 2);
    if (before === role && !resumed) return `messages.${index}: roles must alternate between “user” and “assistant”`;
  }
  if (messages.at(-1)?.role === 'assistant' && !paused(answers - 1)) {
    return 'This model does not support assistant message prefill. The conversation must end with a user message.';
  }
  return undefined;
}

function brokenContent({ messages, system }: MessagesRequest): string | undefined {
  const texts = typeof system === 'string' ? [] : (system ?? []);
  if (texts.some(({ text }) => text.trim() === '')) return 'system: text content blocks must be non-empty';
  for (const [index, { role, content }] of messages.entries()) {
    const blocks = blocksOf(content);
    if (blocks.length === 0) return `messages.${index}: all messages must have non-empty content`;
    if (role === 'assistant' && blocks.at(-1)?.type === 'thinking') {
      return `messages.${index}: The final block in an assistant message cannot be \`thinking\`.`;
    }
    for (const [position, block] of blocks.entries()) {
      const mistake = brokenBlock(role, block);
      if (mistake !== undefined) return `messages.${index}.content.${position}: ${mistake}`;
    }
  }
  return undefined;
}

function brokenBlock(role: 'user' | 'assistant', block: RequestBlock): string | undefined {
  const allowed = role === 'user' ? ['text', 'tool_result'] : ['text', 'thinking', 'redacted_thinking', 'tool_use'];
  if (!allowed.includes(block.type)) return `${block.type} blocks are not allowed in a message of role “${role}”`;
  if (block.type === 'text' && block.text.trim() === '') return 'text content blocks must be non-empty';
  if (block.type === 'thinking' && !isGenuineSignature(block.thinking, block.signature)) return 'Invalid `signature` in `thinking` block';
  if (block.type === 'redacted_thinking' && !isGenuineRedaction(block.data)) return 'Invalid `data` in `redacted_thinking` block';
  return undefined;
}

function brokenCalls({ messages }: MessagesRequest): string | undefined {
  const seen = new Set<string>();
  for (const [index, { role, content }] of messages.entries()) {
    const blocks = blocksOf(content);
    if (role === 'user') {
      const calls = new Set(callsOf(messages[index - 1]));
      const mistake = brokenResults(blocks, calls);
      if (mistake !== undefined) return `messages.${index}: ${mistake}`;
      continue;
    }
    const calls = callsOf(messages[index]);
    const repeated = calls.find((id) => seen.has(id));
    if (repeated !== undefined) return `messages.${index}: \`tool_use\` ids must be unique, ${repeated} was used before`;
    for (const id of calls) seen.add(id);
    if (calls.length > 0 && messages[index + 1]?.role !== 'user') {
      return `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${calls.join(', ')}`;
    }
  }
  return undefined;
}

function brokenResults(blocks: RequestBlock[], calls: Set<string>): string | undefined {
  let others = 0;
  for (const block of blocks) {
    if (block.type !== 'tool_result') {
      others += 1;
      continue;
    }
    if (others > 0) return '`tool_result` blocks must come first in the content of a message';
    if (!calls.delete(block.tool_use_id)) {
      return `unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${block.tool_use_id}. Each \`tool_result\` must answer one \`tool_use\` of the message before`;
    }
  }
  if (calls.size === 0) return undefined;
  return `\`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${[...calls].join(', ')}`;
}

function callsOf(message: MessagesRequest['messages'][number] | undefined): string[] {
  return message?.role === 'assistant' ? blocksOf(message.content).flatMap((block) => (block.type === 'tool_use' ? [block.id] : [])) : [];
}

function brokenTools({ tools = [] }: MessagesRequest): string | undefined {
  const names = tools.map(({ name }) => name);
  return new Set(names).size === names.length ? undefined : 'tools: Tool names must be unique.';
}

function brokenCache({ tools = [], system, messages }: MessagesRequest): string | undefined {
  const blocks = [...tools, ...(typeof system === 'string' ? [] : (system ?? [])), ...messages.flatMap(({ content }) => blocksOf(content))];
  const count = blocks.filter((block) => 'cache_control' in block && block.cache_control).length;
  return count <= 4 ? undefined : `A maximum of 4 blocks with cache_control may be provided. Found ${count}.`;
}
