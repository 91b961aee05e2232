/** What an error that the server itself reported means. Pure. */
import type { APIError } from '@anthropic-ai/sdk';
import { again, type Asked, type Failure, never, oneLine } from './failure.ts';
import { retryAfterMs } from './retry-after.ts';

/** An error status, or an error event inside a stream; the latter has no status. */
export function explainApiError(error: APIError, asked: Asked, now: number): Failure {
  const { status } = error;
  const said = `${status ?? 'in the stream'}${saying(error)}`;
  const retry = (reason: Failure['reason'], what: string): Failure => ({
    ...again(asked, what),
    reason,
    retryAfterMs: retryAfterMs(error.headers, now),
  });

  if (status !== undefined && status < 500 && TOO_LONG.test(error.message)) return tooLong(asked, said);

  // Proxies and other makers' servers have types of their own, but the statuses are everybody's.
  switch (TYPE_OF_STATUS[status ?? 0] ?? (/credit balance/i.test(error.message) ? 'billing_error' : error.type)) {
    case 'authentication_error':
    case 'permission_error': {
      const what = asked.hasKey ? 'The provider refused the key' : 'The provider wants a key and has none';
      const todo = `Enter the key of ${asked.provider} in Settings and test the connection.`;
      return never('rejected', asked, `${what} (${said})`, todo);
    }
    case 'billing_error': {
      const todo = 'Look at the account’s billing page, then resume the session.';
      return never('billing', asked, `The provider wants to be paid first (${said})`, todo);
    }
    case 'not_found_error': {
      const what = `${asked.url} does not know the model “${asked.model}” (${said})`;
      const todo = 'Choose another model, or correct the model’s id or the provider’s address in Settings.';
      return never('rejected', asked, what, todo);
    }
    case 'request_too_large':
      return tooLong(asked, said);
    case 'rate_limit_error':
      return retry('rate_limited', `Too many requests for this account (${said})`);
    case 'overloaded_error':
      return retry('overloaded', `The model is overloaded (${said})`);
    default: {
      if (isTransient(error)) return retry('failed', `The model server failed (${said})`);
      const todo = 'Check the model and the provider in Settings; if they are right, report this with the session.';
      return never('rejected', asked, `The model server refused the request (${said})`, todo);
    }
  }
}

/** Anthropic's words, and those of other makers' servers. */
const TOO_LONG =
  /prompt is too long|exceed(s|ed)? (the )?(model'?s )?(maximum )?context|context.length.exceeded|maximum context length|input is too long/i;

function tooLong(asked: Asked, said: string): Failure {
  const todo = 'Dispatch the task again in smaller parts, or choose a model with a larger window.';
  return never('too_long', asked, `The conversation is too large for this model (${said})`, todo);
}

const TYPE_OF_STATUS: Record<number, string> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  529: 'overloaded_error',
};

function isTransient({ status, type, headers }: APIError): boolean {
  if (status === undefined) return type !== 'invalid_request_error';
  return (status === 408 || status === 409 || status >= 500) && headers?.get('x-should-retry') !== 'false';
}

/** What the server said, as a tail of a sentence; a web page is named, not quoted. */
function saying(error: APIError): string {
  const message = error.apiMessage ?? error.message.replace(/^\d+ /, '');
  if (/<(!doctype|html|head|body)/i.test(message)) return ', a web page';
  const line = oneLine(message);
  return line === '' || line === 'status code (no body)' ? '' : `: ${line}`;
}
