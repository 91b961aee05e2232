/** One question to a model outside of any session: a text, and a form that it fills in. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { ModelOutcome, ModelPort } from '../../shared/model.ts';
import { ProblemError } from '../../shared/problem.ts';

interface Question<T> {
  provider: string;
  model: string;
  system: string;
  tool: { name: string; description: string; form: z.ZodType<T> };
  text: string;
  signal: AbortSignal;
}

/** Tries at a model that is overloaded or out of reach, and the pause before the second in ms; it doubles. */
const TRIES = 4;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * The form as it was filled in; null where the model did not, or wrote what does not fit it.
 * Rejects with a `ProblemError` where the model cannot be asked, and with the signal's reason.
 */
export async function askOnce<T>(port: ModelPort, question: Question<T>): Promise<{ input: T | null; costUsd: number }> {
  let costUsd = 0;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await port.request(requestOf(question), { signal: question.signal, onDelta: () => {} });
    question.signal.throwIfAborted();
    costUsd += outcome.costUsd;
    if (outcome.kind === 'answer') return { input: filledIn(outcome, question), costUsd };
    if (!outcome.retryable || attempt === TRIES) throw new ProblemError(outcome.problem);
    const wait = Math.min(outcome.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
    await pause(wait, undefined, { signal: question.signal });
  }
}

function requestOf<T>({ provider, model, system, tool, text }: Question<T>): Parameters<ModelPort['request']>[0] {
  const { properties, required } = z.toJSONSchema(tool.form);
  return {
    ...{ provider, model, system },
    tools: [
      {
        name: tool.name,
        description: tool.description,
        input_schema: { type: 'object', properties: properties ?? {}, ...(required === undefined ? {} : { required }) },
      },
    ],
    messages: [{ role: 'user', content: [{ type: 'text', text }] }],
    conversation: tool.name,
  };
}

function filledIn<T>({ content }: Extract<ModelOutcome, { kind: 'answer' }>, { tool }: Question<T>): T | null {
  const call = content.find((block) => block.type === 'tool_use' && block.name === tool.name);
  if (call?.type !== 'tool_use') return null;
  const parsed = tool.form.safeParse(call.input);
  return parsed.success ? parsed.data : null;
}
