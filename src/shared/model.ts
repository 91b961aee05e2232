/** What the harness asks of a model and what it gets back; nothing of any vendor's wire format but its block types. */
import type { ModelUsage } from './events.ts';
import type { Problem } from './problem.ts';

export type AssistantBlock =
  | { type: 'text'; text: string }
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'redacted_thinking'; data: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> };

export type UserBlock = { type: 'text'; text: string } | { type: 'tool_result'; tool_use_id: string; content: string; is_error: boolean };

export type ModelMessage = { role: 'user'; content: UserBlock[] } | { role: 'assistant'; content: AssistantBlock[] };

export interface ToolDefinition {
  name: string;
  description: string;
  /** JSON Schema of the input. */
  input_schema: { type: 'object'; properties: Record<string, unknown>; required?: string[] };
}

export interface ModelRequest {
  provider: string;
  model: string;
  system: string;
  tools: ToolDefinition[];
  messages: ModelMessage[];
  /** Names the conversation to a provider that wants it; stable over a session, tells nothing about the user. */
  conversation: string;
}

/** What streams in before the answer is whole: shown, never stored. */
export type ModelDelta =
  { kind: 'text'; text: string } | { kind: 'thinking'; text: string } | { kind: 'tool_input'; name: string; text: string };

export type ModelStopReason = 'end_turn' | 'tool_use' | 'max_tokens' | 'stop_sequence' | 'pause_turn' | 'refusal';

export type ModelOutcome =
  | {
      kind: 'answer';
      messageId: string;
      content: AssistantBlock[];
      stopReason: ModelStopReason;
      usage: ModelUsage;
      costUsd: number;
    }
  | {
      kind: 'failure';
      /**
       * `overloaded` and `rate_limited` and `failed` may be tried again where `retryable`; `billing` and `rejected` may not.
       * `too_long`: the conversation does not fit the model's window.
       */
      reason: 'overloaded' | 'rate_limited' | 'failed' | 'billing' | 'rejected' | 'too_long' | 'aborted';
      retryable: boolean;
      /** The server's own wish, in ms; null where it said nothing. */
      retryAfterMs: number | null;
      problem: Problem;
      usage: ModelUsage;
      costUsd: number;
    };

/** Reaches a model. Never rejects: every failure is an outcome. Aborting the signal ends it with `aborted`. */
export interface ModelPort {
  request(request: ModelRequest, options: { signal: AbortSignal; onDelta: (delta: ModelDelta) => void }): Promise<ModelOutcome>;
}
