import type { NewEvent, RetryStatus } from '../../shared/events.ts';
import type { SessionState } from '../../shared/fold.ts';
import type { AssistantBlock, ModelDelta, ModelMessage, ModelOutcome } from '../../shared/model.ts';
import { abandonedRequest } from './abandoned.ts';
import { dispatched } from './lifecycle.ts';
import { passing } from './points.ts';
import type { RetryPolicy } from './ports.ts';
import { systemPrompt } from './prompt.ts';
import { waitBefore } from './retry.ts';
import { toolDefinitions } from './tools.ts';
import type { Driver } from './driver.ts';

/**
 * One request: its start is logged before it is sent, its end with everything it answered in one append.
 * @param before what goes into the log together with the start
 */
export async function requestModel(driver: Driver, before: readonly NewEvent[] = []): Promise<void> {
  const { journal, ports } = driver;
  const { outcome, end } = await askModel(driver, 'turn', () => journal.context().messages(), before);
  if (outcome.kind === 'answer') {
    await journal.append([...answerEvents(outcome, ports.newEventId), end]);
  } else if (outcome.reason === 'aborted') {
    await journal.append([end]);
  } else {
    await journal.append([end, ...failureEvents(outcome, journal.state().failedAttempts + 1, ports.retry)]);
  }
}

/** Logs the start and sends the request; its end is the caller's to append, with what came of it. */
export async function askModel(
  driver: Driver,
  purpose: 'turn' | 'compaction',
  messages: () => ModelMessage[],
  before: readonly NewEvent[] = [],
): Promise<{ outcome: ModelOutcome; end: NewEvent }> {
  const { journal, ports, signal } = driver;
  const { dispatch } = dispatched(driver);
  const startId = ports.newEventId();
  await journal.append([...before, { id: startId, type: 'span.model_request_start', model: dispatch.model, purpose }]);
  const started = performance.now();
  const request = {
    provider: dispatch.provider,
    model: dispatch.model,
    system: systemPrompt(workspacePathOf(driver)),
    tools: toolDefinitions,
    messages: messages(),
    conversation: journal.session,
  };
  const onDelta = (delta: ModelDelta): void => {
    // A summary is no word to the user.
    if (purpose === 'turn') ports.onDelta(journal.session, delta);
  };
  const outcome = await passing(ports, 'request', () => ports.model.request(request, { signal, onDelta }));
  const end: NewEvent = {
    type: 'span.model_request_end',
    purpose,
    model_request_start_id: startId,
    is_error: outcome.kind === 'failure',
    model_usage: outcome.usage,
    cost_usd: outcome.costUsd,
    stop_reason: outcome.kind === 'answer' ? outcome.stopReason : null,
    duration_ms: performance.now() - started,
  };
  return { outcome, end };
}

/** Told alike before and after a wake, which asks the model without a connection to the sandbox. */
function workspacePathOf({ journal, sandbox }: Driver): string {
  return journal.state().sandbox?.workspacePath ?? sandbox?.workspacePath ?? '/workspace';
}

/** An answer as events. Calls in an answer that the token limit cut are answered at once: their input may be cut too. */
function answerEvents(answer: Extract<ModelOutcome, { kind: 'answer' }>, newEventId: () => string): NewEvent[] {
  const cut = answer.stopReason === 'max_tokens';
  const events = answer.content.flatMap((block) => blockEvents(answer.messageId, block, cut, newEventId));
  if (!cut) return events;
  const text = 'Your answer was cut off by the output limit. Go on from there, in smaller steps.';
  return [...events, { type: 'system.message', content: [{ type: 'text', text }] }];
}

function blockEvents(messageId: string, block: AssistantBlock, cut: boolean, newEventId: () => string): NewEvent[] {
  switch (block.type) {
    case 'text':
      return [{ type: 'agent.message', message_id: messageId, content: [{ type: 'text', text: block.text }] }];
    case 'thinking':
    case 'redacted_thinking':
      return [{ type: 'agent.thinking', message_id: messageId, block }];
    case 'tool_use': {
      const id = newEventId();
      const use: NewEvent = {
        id,
        type: 'agent.tool_use',
        message_id: messageId,
        model_tool_use_id: block.id,
        name: block.name,
        input: block.input,
      };
      if (!cut) return [use];
      const content = [{ type: 'text' as const, text: 'Not run: the answer was cut off before this call was whole.' }];
      return [use, { type: 'agent.tool_result', tool_use_id: id, content, is_error: true, lost: false, duration_ms: 0 }];
    }
  }
}

export function failureEvents(failure: Extract<ModelOutcome, { kind: 'failure' }>, attempt: number, retry: RetryPolicy): NewEvent[] {
  // Not asked again as it is: the conversation is made shorter first.
  if (failure.reason === 'too_long') return [errorEvent(failure, { type: 'retrying', retry_at: new Date().toISOString() })];
  const again = failure.retryable && attempt < retry.attempts;
  if (!again) return [errorEvent(failure, { type: 'exhausted' })];
  const delay = failure.retryAfterMs ?? waitBefore(attempt, retry);
  const retry_at = new Date(Date.now() + delay).toISOString();
  return [errorEvent(failure, { type: 'retrying', retry_at }), { type: 'session.status_rescheduled' }];
}

function errorEvent({ reason, problem }: Extract<ModelOutcome, { kind: 'failure' }>, retry_status: RetryStatus): NewEvent {
  return { type: 'session.error', error: { type: errorType(reason), message: problem.what, retry_status, problem } };
}

function errorType(reason: Extract<ModelOutcome, { kind: 'failure' }>['reason']) {
  switch (reason) {
    case 'overloaded':
      return 'model_overloaded_error';
    case 'rate_limited':
      return 'model_rate_limited_error';
    case 'billing':
      return 'billing_error';
    case 'too_long':
      return 'model_context_exceeded_error';
    case 'failed':
    case 'rejected':
    case 'aborted':
      return 'model_request_failed_error';
  }
}

/** The driver that began this request is dead: nobody will ever know its answer. */
export async function closeRequest(driver: Driver, request: NonNullable<SessionState['openRequest']>): Promise<void> {
  await driver.journal.append([abandonedRequest(request)]);
}

/** Waits for the instant of the next attempt; ends early when the user stops the session, or the computer woke up. */
export async function waitRetry(driver: Driver, until: number): Promise<void> {
  const hurried = await new Promise<boolean>((resolve) => {
    const done = (early: boolean): void => {
      clearTimeout(timer);
      driver.signal.removeEventListener('abort', stop);
      end();
      resolve(early);
    };
    const stop = (): void => done(false);
    const end = driver.onHurry(() => done(true));
    const timer = setTimeout(stop, Math.max(0, until - Date.now()));
    driver.signal.addEventListener('abort', stop);
    if (driver.signal.aborted) stop();
  });
  await driver.journal.refresh();
  if (hurried && !driver.signal.aborted) await driver.journal.append([{ type: 'session.status_running' }]);
}
