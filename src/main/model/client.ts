/** Reaches a model through the SDK: one request, one outcome, no retries of its own. */
import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import type { Stream } from '@anthropic-ai/sdk/streaming';
import type { ModelDelta, ModelOutcome, ModelPort, ModelRequest } from '../../shared/model.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Provider, ProviderModel } from '../../shared/settings.ts';
import { type AnswerReader, readAnswer } from './answer.ts';
import { connect } from './connect.ts';
import { costUsd, NO_USAGE } from './cost.ts';
import { explain, explainAbort, explainHang } from './errors.ts';
import type { Asked, Failure } from './failure.ts';
import { maskProblem } from './mask.ts';
import { NotMessagesError, requireEventStream } from './sse-only.ts';
import { type Limits, LIMITS, watchBytes } from './watch.ts';
import { createWire } from './wire.ts';

/** A row of settings and the way to its key; the key is asked for at each request and kept nowhere. */
export interface ProviderAccess {
  settings: Provider;
  /** Undefined where the provider has no key: local servers want none. */
  key: () => Promise<string | undefined>;
}

export interface ModelPortOptions {
  provider(id: string): ProviderAccess | undefined;
  limits?: Partial<Limits>;
}

type Call = { signal: AbortSignal; onDelta: (delta: ModelDelta) => void };

export function createModelPort(options: ModelPortOptions): ModelPort {
  const limits = { ...LIMITS, ...options.limits };
  const wire = createWire();

  return {
    async request(request, call) {
      const access = options.provider(request.provider);
      if (access === undefined) return unknown(request, `The provider “${request.provider}” is not in Settings`);
      const model = access.settings.models.find(({ id }) => id === request.model);
      if (model === undefined) {
        return unknown(request, `${access.settings.name} has no model “${request.model}” in Settings`);
      }
      return ask({ body: wire(request, model.maxOutputTokens), model, access, limits, call });
    },
  };
}

export interface Ask {
  body: Uint8Array;
  model: ProviderModel;
  access: ProviderAccess;
  limits: Limits;
  call: Call;
}

/** Sends one body and reads its answer. Never rejects. */
export async function ask({ body, model, access, limits, call }: Ask): Promise<ModelOutcome> {
  const { settings } = access;
  const answer = readAnswer(call.onDelta);
  const watch = watchBytes(limits, call.signal);
  let key: string | undefined;
  try {
    key = (await access.key())?.trim() || undefined;
    requireSendable(key, settings);
    await takeAll(await open(connect(settings, key, watch), body, watch.signal), answer, watch.signal);
    if (!answer.begun()) throw new NotMessagesError('a stream without a message');
    return { kind: 'answer', ...answer.finish(), ...spent(answer, model) };
  } catch (error) {
    const failure = whatFailed(error);
    return { kind: 'failure', ...failure, problem: maskProblem(failure.problem, key), ...spent(answer, model) };
  } finally {
    watch.stop();
  }

  function whatFailed(error: unknown): Failure {
    const asked: Asked = { provider: settings.name, url: endpointOf(settings), model: model.id, hasKey: key !== undefined };
    const limit = watch.exceeded();
    if (call.signal.aborted) return explainAbort(asked);
    return limit === null ? explain(error, asked, Date.now()) : explainHang(limit, limits[limit], asked);
  }
}

async function takeAll(events: Stream<RawMessageStreamEvent>, answer: AnswerReader, signal: AbortSignal): Promise<void> {
  try {
    for await (const event of events) answer.take(event);
    // The SDK ends an aborted stream as if it were whole.
    signal.throwIfAborted();
  } catch (error) {
    // Once the message has ended, a connection that breaks or stays open spoils nothing.
    if (!answer.ended()) throw error;
  }
}

/**
 * The body goes as bytes through the SDK's own `post`: `messages.stream` would serialise the whole history again each
 * turn, read tool inputs leniently and copy the answer at every delta.
 */
async function open(client: ReturnType<typeof connect>, body: Uint8Array, signal: AbortSignal) {
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
  const { data, response } = await client
    .post<Stream<RawMessageStreamEvent>>('/v1/messages', { body, headers, signal, stream: true })
    .withResponse();
  requireEventStream(response);
  return data;
}

/** A key with a line break or a typographic dash in it cannot stand in a header. Throws a `ProblemError`. */
function requireSendable(key: string | undefined, { name }: Provider): void {
  if (key === undefined || /^[\x21-\x7e]+$/.test(key)) return;
  const what = 'The key holds characters that a key cannot have';
  throw new ProblemError({ what, where: name, todo: 'Enter the key again in Settings, without spaces or line breaks.' });
}

/** The endpoint as a person may read it: a URL may hold a password. */
function endpointOf({ baseURL }: Provider): string {
  const { origin, pathname } = new URL(baseURL);
  return `${origin}${pathname.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1/messages`;
}

function spent(answer: AnswerReader, model: ProviderModel) {
  const usage = answer.usage();
  return { usage, costUsd: costUsd(usage, model.prices) };
}

function unknown(request: ModelRequest, what: string): ModelOutcome {
  const problem = { what, where: `model ${request.model}`, todo: 'Add it in Settings, with its prices, or choose another.' };
  return { kind: 'failure', reason: 'rejected', retryable: false, retryAfterMs: null, problem, usage: NO_USAGE, costUsd: 0 };
}
