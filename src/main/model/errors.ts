/** What an error of a model request means to the harness and to a person. Pure. */
import { APIConnectionError, APIError } from '@anthropic-ai/sdk';
import { ProblemError } from '../../shared/problem.ts';
import { BrokenAnswerError } from './answer.ts';
import { explainApiError } from './api-errors.ts';
import { again, type Asked, type Failure, never, oneLine } from './failure.ts';
import { NotMessagesError } from './sse-only.ts';
import type { Limits } from './watch.ts';

/** Every error that a request can end with. The text may quote the server: mask the key before anybody sees it. */
export function explain(error: unknown, asked: Asked, now: number): Failure {
  if (error instanceof ProblemError) {
    return { reason: 'rejected', retryable: false, retryAfterMs: null, problem: error.problem };
  }
  if (error instanceof BrokenAnswerError) return explainBroken(error, asked);
  if (error instanceof NotMessagesError) return explainNotMessages(error, asked);
  if (error instanceof APIConnectionError) return explainUnreachable(error, asked);
  if (error instanceof APIError) return explainApiError(error, asked, now);
  if (error instanceof SyntaxError) {
    return again(asked, 'The answer’s stream could not be read: an event in it is not JSON');
  }
  // `fetch` reports a connection that ends early as a TypeError, the socket's own errors have a code.
  if (error instanceof TypeError || (error instanceof Error && innermost(error).code !== '')) {
    return again(asked, 'The connection broke in the middle of the answer');
  }
  const said = oneLine(error instanceof Error ? error.message : String(error));
  return never('failed', asked, `The request failed: ${said}`, 'Check the provider in Settings and try again.');
}

export function explainHang(limit: keyof Limits, ms: number, asked: Asked): Failure {
  const seconds = `${Math.round(ms / 100) / 10} s`;
  if (limit === 'firstByteMs') return again(asked, `The model server did not answer within ${seconds}`);
  return again(asked, `The answer stopped: no byte came for ${seconds}`);
}

export function explainAbort(asked: Asked): Failure {
  return never('aborted', asked, 'The request was stopped', 'Nothing is wrong; carry on when you are ready.');
}

function explainBroken(error: BrokenAnswerError, asked: Asked): Failure {
  if (error.flaw === 'cut') return again(asked, 'The answer broke off in the middle');
  return again(asked, `The model wrote a call that cannot be read: ${error.message}`);
}

function explainNotMessages(error: NotMessagesError, asked: Asked): Failure {
  const what = `The address answered, but not with a Messages stream: it sent ${error.sent}`;
  const todo = 'Check the provider’s address in Settings: it must speak the Messages API, and end before “/v1/messages”.';
  return never('rejected', asked, what, todo);
}

function explainUnreachable(error: APIConnectionError, asked: Asked): Failure {
  const { code, message } = innermost(error);
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_/.test(code)) {
    const todo = 'Check the address and its certificate; a server without TLS needs http:// in Settings.';
    return again(asked, `No secure connection to ${asked.url} (${message})`, todo);
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    const todo = 'Check the network and the provider’s address in Settings.';
    return again(asked, `The name in ${asked.url} could not be found (${code})`, todo);
  }
  if (code === '' && /URL/.test(message)) {
    // What `fetch` says here quotes the address, and with it any password.
    const todo = 'Correct the provider’s address in Settings; it can hold no user name and no password.';
    return never('rejected', asked, `${asked.url} cannot be asked as its address is written`, todo);
  }
  const todo = 'Check that the server runs and that the network is up. It is tried again by itself.';
  return again(asked, `Nothing answers at ${asked.url} (${code === '' ? message : code})`, todo);
}

/** The first cause: `fetch failed` says nothing, the error of the socket or the resolver does. */
function innermost(error: Error): { code: string; message: string } {
  let inner: Error = error;
  while (inner.cause instanceof Error) inner = inner.cause;
  const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : '';
  return { code, message: oneLine(inner.message) };
}
