/** What an error of a model request means to the harness and to a person. Pure. */
import { APIConnectionError, APIError } from '@anthropic-ai/sdk';
import type { ModelOutcome } from '../../shared/model.ts';
import type { Problem } from '../../shared/problem.ts';
import { BrokenAnswerError } from './answer.ts';
import { retryAfterMs } from './retry-after.ts';
import { NotMessagesError } from './sse-only.ts';
import type { Limits } from './watch.ts';

export type Failure = Pick<Extract<ModelOutcome, { kind: 'failure' }>, 'reason' | 'retryable' | 'retryAfterMs' | 'problem'>;

/** Whom the request went to, as a problem names it. */
export interface Asked {
  provider: string;
  /** The address of the endpoint, without user name, password or query. */
  url: string;
  model: string;
  hasKey: boolean;
}

const WAIT = 'It is tried again by itself; if it goes on, look at the provider’s status page or choose another model.';

/** Every error that a request can end with. The text may hold what the server said; mask the key before showing it. */
export function explain(error: unknown, asked: Asked, now: number): Failure {
  if (error instanceof BrokenAnswerError) return explainBroken(error, asked);
  if (error instanceof NotMessagesError) return explainNotMessages(error, asked);
  if (error instanceof APIConnectionError) return explainUnreachable(error, asked);
  if (error instanceof APIError) return explainStatus(error, asked, now);
  if (error instanceof SyntaxError) {
    return again(asked, 'The answer’s stream could not be read: an event in it is not JSON', WAIT);
  }
  if (isNetworkError(error)) return again(asked, 'The connection broke in the middle of the answer', WAIT);
  return never('failed', asked, `The request failed: ${text(error)}`, 'Check the provider in Settings and try again.');
}

export function explainHang(limit: keyof Limits, ms: number, asked: Asked): Failure {
  const seconds = `${Math.round(ms / 100) / 10} s`;
  const what =
    limit === 'firstByteMs' ? `The model server did not answer within ${seconds}` : `The answer stopped: no byte came for ${seconds}`;
  return again(asked, what, WAIT);
}

export function explainAbort(asked: Asked): Failure {
  return never('aborted', asked, 'The request was stopped', 'Nothing is wrong; carry on when you are ready.');
}

function explainBroken(error: BrokenAnswerError, asked: Asked): Failure {
  const what = error.flaw === 'cut' ? 'The answer broke off in the middle' : `The model wrote a call that cannot be read: ${error.message}`;
  return again(asked, what, WAIT);
}

function explainNotMessages(error: NotMessagesError, asked: Asked): Failure {
  return never(
    'rejected',
    asked,
    `The address answered, but not with a Messages stream: it sent ${error.sent}`,
    'Check the provider’s address in Settings: it must speak the Messages API, and end before “/v1/messages”.',
  );
}

function explainUnreachable(error: APIConnectionError, asked: Asked): Failure {
  const { code, message } = innermost(error);
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_/.test(code)) {
    return again(asked, `No secure connection to ${asked.url} (${message})`, 'Check the address and its certificate; a server without TLS needs http:// in Settings.');
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return again(asked, `The name of ${asked.url} could not be found (${code})`, 'Check the network and the provider’s address in Settings.');
  }
  if (code === 'ERR_INVALID_CHAR' || /header value|ByteString/i.test(message)) {
    return never('rejected', asked, 'The key holds characters that no header can carry', 'Enter the key again in Settings, without line breaks.');
  }
  if (error.constructor === APIConnectionError && code === '' && /URL/i.test(message)) {
    return never('rejected', asked, `The address cannot be used: ${message}`, 'Correct the provider’s address in Settings.');
  }
  return again(asked, `Nothing answers at ${asked.url} (${code === '' ? message : code})`, 'Check that the server runs and that the network is up. It is tried again by itself.');
}

function explainStatus(error: APIError, asked: Asked, now: number): Failure {
  const status = error.status;
  const said = `${status ?? 'in the stream'}${saying(error)}`;
  const wait = retryAfterMs(error.headers, now);
  const type = error.type ?? typeOf(status);
  const retry = (reason: Failure['reason'], what: string): Failure => ({ ...again(asked, what, WAIT), reason, retryAfterMs: wait });

  if (type === 'authentication_error' || type === 'permission_error') {
    const what = asked.hasKey ? `The provider refused the key (${said})` : `The provider wants a key and has none (${said})`;
    return never('rejected', asked, what, `Enter the key of ${asked.provider} in Settings and test the connection.`);
  }
  if (type === 'billing_error' || /credit balance/i.test(error.message)) {
    return never('billing', asked, `The provider wants to be paid first (${said})`, 'Look at the account’s billing page, then resume the session.');
  }
  if (type === 'rate_limit_error') return retry('rate_limited', `Too many requests for this account (${said})`);
  if (type === 'overloaded_error' || status === 503) return retry('overloaded', `The model is overloaded (${said})`);
  if (status === 404 || type === 'not_found_error') {
    return never('rejected', asked, `${asked.url} does not know the model “${asked.model}” (${said})`, 'Choose another model, or correct the model’s id or the provider’s address in Settings.');
  }
  if (status === 413 || type === 'request_too_large') {
    return never('rejected', asked, `The conversation is too large for this model (${said})`, 'Dispatch the task again in smaller parts, or choose a model with a larger window.');
  }
  const transient = status === undefined || status === 408 || status === 409 || status >= 500;
  if (transient && error.headers?.get('x-should-retry') !== 'false') return retry('failed', `The model server failed (${said})`);
  return never('rejected', asked, `The model server refused the request (${said})`, 'Check the model and the provider in Settings; if they are right, report this with the session.');
}

/** For a server, or a proxy before it, that does not say it in the API's words. */
function typeOf(status: number | undefined): string | null {
  switch (status) {
    case 401:
      return 'authentication_error';
    case 402:
      return 'billing_error';
    case 403:
      return 'permission_error';
    case 429:
      return 'rate_limit_error';
    case 529:
      return 'overloaded_error';
    default:
      return null;
  }
}

/** What the server said, short and on one line; a web page is named, not quoted. */
function saying(error: APIError): string {
  const message = error.apiMessage ?? text(error).replace(/^\d+ /, '');
  if (/<(!doctype|html|head|body)/i.test(message)) return ', a web page';
  const line = oneLine(message);
  return line === '' || line === 'status code (no body)' ? '' : `: ${line}`;
}

export function oneLine(message: string, longest = 300): string {
  // eslint-disable-next-line no-control-regex -- what a server sends may hold terminal codes
  const line = message.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The first cause: `fetch failed` says nothing, the socket's or the resolver's error does. */
function innermost(error: Error): { code: string; message: string } {
  let inner: Error = error;
  while (inner.cause instanceof Error) inner = inner.cause;
  const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : '';
  return { code, message: oneLine(inner.message) };
}

function isNetworkError(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && innermost(error).code !== '');
}

function place(asked: Asked): string {
  return `${asked.provider}, model ${asked.model}, ${asked.url}`;
}

function again(asked: Asked, what: string, todo: string): Failure {
  return { reason: 'failed', retryable: true, retryAfterMs: null, problem: problem(asked, what, todo) };
}

function never(reason: Failure['reason'], asked: Asked, what: string, todo: string): Failure {
  return { reason, retryable: false, retryAfterMs: null, problem: problem(asked, what, todo) };
}

function problem(asked: Asked, what: string, todo: string): Problem {
  return { what, where: place(asked), todo };
}
