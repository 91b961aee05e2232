/** The older part of the conversation gives way to a summary of it, which the model writes itself. */
import type { NewEvent } from '../../shared/events.ts';
import { COMPACTION_HEADING } from '../../shared/compaction.ts';
import type { ModelMessage, ModelOutcome } from '../../shared/model.ts';
import type { Driver } from './driver.ts';
import { dispatched } from './lifecycle.ts';
import { planCompaction, type CompactionPlan } from './plan-compaction.ts';
import { askModel, failureEvents, requestModel } from './request-model.ts';

const INSTRUCTION = `${COMPACTION_HEADING} Everything above, but for the task itself, is about to be replaced by a summary that you write now. Write down what you need to carry on as if nothing were missing:

- what the user asked for beside the task, word for word where it is a rule, and what was decided and why;
- what was found out about the project: files, commands that work, what does not;
- what was changed so far, file by file, and what is left to do next;
- open problems, with the error texts that matter.

Answer with the summary alone and call no tool. What you leave out can still be read with get_events.`;

/** Results longer than this are cut where the conversation is too long even to be summarised. */
const CUT_RESULT = 2000;

export async function compact(driver: Driver): Promise<void> {
  const { journal, ports } = driver;
  const { windowTokens, overflowed } = journal.state();
  const plan = planCompaction(journal.context());
  if (plan === null) return overflowed ? void (await journal.append([nothingToCompact(driver)])) : requestModel(driver);
  const messages = asked(overflowed ? plan.messages.map(shortened) : plan.messages);
  const { outcome, end } = await askModel(driver, 'compaction', () => messages);
  if (outcome.kind === 'failure') {
    const failed =
      outcome.reason === 'aborted' ? [] : failureEvents(stillTooLong(outcome), journal.state().failedAttempts + 1, ports.retry);
    return void (await journal.append([end, ...failed]));
  }
  const summary = textOf(outcome);
  if (summary === '')
    return void (await journal.append([end, ...failureEvents(silent(driver), journal.state().failedAttempts + 1, ports.retry)]));
  const before = windowTokens ?? tokensOf(plan);
  const after = Math.round(before * (1 - plan.share)) + outcome.usage.output_tokens;
  await journal.append([
    end,
    { type: 'context.compacted', from_seq: plan.from, to_seq: plan.to, summary, tokens_before: before, tokens_after: after },
  ]);
}

/** The instruction is the last word, whoever spoke last. */
function asked(messages: readonly ModelMessage[]): ModelMessage[] {
  const instruction = { type: 'text' as const, text: INSTRUCTION };
  const last = messages.at(-1);
  if (last?.role !== 'user') return [...messages, { role: 'user', content: [instruction] }];
  return [...messages.slice(0, -1), { role: 'user', content: [...last.content, instruction] }];
}

function textOf({ content }: Extract<ModelOutcome, { kind: 'answer' }>): string {
  const texts = content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
  return texts.join('\n\n').trim();
}

/** Where the window's size was never told: four characters a token. */
function tokensOf({ messages, share }: CompactionPlan): number {
  return Math.round(JSON.stringify(messages).length / 4 / share);
}

function shortened(message: ModelMessage): ModelMessage {
  if (message.role === 'assistant') return message;
  const content = message.content.map((block) =>
    block.type === 'tool_result' && block.content.length > CUT_RESULT
      ? { ...block, content: `${block.content.slice(0, CUT_RESULT / 2)}\n…\n${block.content.slice(-CUT_RESULT / 2)}` }
      : block,
  );
  return { role: 'user', content };
}

type Failure = Extract<ModelOutcome, { kind: 'failure' }>;

/** Asked to compact once more, it would say the same again. */
function stillTooLong(failure: Failure): Failure {
  return failure.reason === 'too_long' ? { ...failure, reason: 'rejected' } : failure;
}

function silent(driver: Driver): Failure {
  const { model } = dispatched(driver).dispatch;
  const problem = {
    what: 'The model gave no summary of the conversation',
    where: `model ${model}`,
    todo: 'It is asked again; if it stays so, continue with a fork on another model.',
  };
  const usage = { input_tokens: 0, output_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
  return { kind: 'failure', reason: 'failed', retryable: true, retryAfterMs: null, problem, usage, costUsd: 0 };
}

function nothingToCompact(driver: Driver): NewEvent {
  const problem = {
    what: 'The conversation does not fit the model’s window, and nothing of it can be summarised',
    where: `model ${dispatched(driver).dispatch.model}`,
    todo: 'Rewind to an earlier event, or go on from here with a model that has a larger window.',
  };
  return {
    type: 'session.error',
    error: { type: 'model_context_exceeded_error', message: problem.what, retry_status: { type: 'exhausted' }, problem },
  };
}
