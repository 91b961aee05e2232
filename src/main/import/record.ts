/**
 * A line of a Claude Code session file. The format is Claude Code's own and changes without notice: every field may be
 * missing or of another shape, and what is not known here is no mistake.
 */
import { z } from 'zod';

const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

const Entry = z.object({
  type: z.string(),
  subtype: text,
  uuid: text,
  parentUuid: text,
  sessionId: text,
  agentId: text,
  /** ISO 8601. */
  timestamp: text,
  cwd: text,
  gitBranch: text,
  isSidechain: flag,
  /** Said by Claude Code to the model, in the user's name. */
  isMeta: flag,
  isCompactSummary: flag,
  isApiErrorMessage: flag,
  /** Of the lines `custom-title` and `ai-title`. */
  customTitle: text,
  aiTitle: text,
  message: z.unknown().optional(),
  compactMetadata: z.object({ preTokens: z.number() }).optional().catch(undefined),
  /** What the tool gave, for the screen; of a subagent's call it names the subagent. */
  toolUseResult: z.object({ agentId: z.string() }).optional().catch(undefined),
});
export type Entry = z.infer<typeof Entry>;

export const UserMessage = z.object({ content: z.union([z.string(), z.array(z.unknown())]) });

const count = z.number().min(0).catch(0).default(0);

export const AssistantMessage = z.object({
  id: text,
  model: z.string().catch(''),
  stop_reason: z.string().nullable().catch(null),
  content: z.union([z.string().transform((words): unknown[] => [{ type: 'text', text: words }]), z.array(z.unknown())]),
  usage: z
    .object({
      input_tokens: count,
      output_tokens: count,
      cache_creation_input_tokens: count,
      cache_read_input_tokens: count,
    })
    .optional()
    .catch(undefined),
});
export type AssistantMessage = z.infer<typeof AssistantMessage>;

const Block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('thinking'), thinking: z.string(), signature: z.string().catch('') }),
  z.object({ type: z.literal('redacted_thinking'), data: z.string() }),
  z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.record(z.string(), z.unknown()) }),
  z.object({
    type: z.literal('tool_result'),
    tool_use_id: z.string(),
    content: z.union([z.string(), z.array(z.unknown())]).catch(''),
    is_error: z.boolean().catch(false).default(false),
  }),
  z.object({ type: z.literal('image') }),
  z.object({ type: z.literal('document') }),
]);
export type Block = z.infer<typeof Block>;

/** Null where the line is no record at all: cut, torn, or something else. */
export function readEntry(line: string): Entry | null {
  try {
    const parsed = Entry.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Null where it is a block of a kind that is not known here. */
export function readBlock(value: unknown): Block | null {
  const parsed = Block.safeParse(value);
  return parsed.success ? parsed.data : null;
}
