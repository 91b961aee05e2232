import { APIError } from '@anthropic-ai/sdk';
import { expect, test } from 'vitest';
import { explain } from './errors.ts';
import type { Failure } from './failure.ts';

const ASKED = { provider: 'Gateway', url: 'https://models.example/v1/messages', model: 'm', hasKey: true };

/** What servers and proxies say that the rehearsal's own errors do not. */
test.each<
  [what: string, status: number | undefined, body: object | undefined, headers: Record<string, string>, expected: Partial<Failure>]
>([
  ['a proxy without a body', 502, undefined, {}, { reason: 'failed', retryable: true }],
  [
    'another maker’s words for a spent quota',
    429,
    { error: { type: 'insufficient_quota', message: 'quota' } },
    {},
    { reason: 'rate_limited', retryable: true },
  ],
  [
    'an empty account, said with a 400',
    400,
    { error: { type: 'invalid_request_error', message: 'Your credit balance is too low' } },
    {},
    { reason: 'billing', retryable: false },
  ],
  ['a server that forbids a retry', 500, undefined, { 'x-should-retry': 'false' }, { reason: 'rejected', retryable: false }],
  [
    'an error of our own, said in the stream',
    undefined,
    { error: { type: 'invalid_request_error', message: 'no' } },
    {},
    { reason: 'rejected', retryable: false },
  ],
  ['an unknown error in the stream', undefined, { error: { type: 'new_error', message: 'no' } }, {}, { reason: 'failed', retryable: true }],
  ['a body that is no error', 400, { detail: 'nope' }, {}, { reason: 'rejected', retryable: false }],
])('%s', (_, status, body, headers, expected) => {
  const error = new APIError(status, body, undefined, new Headers(headers), undefined);
  const failure = explain(error, ASKED, 0);
  expect(failure).toMatchObject(expected);
  expect(failure.problem.where).toBe('Gateway, model m, https://models.example/v1/messages');
});

test('a page is named and not quoted, and marks that would disturb a terminal or a line are gone', () => {
  const what = (message: string) => explain(APIError.generate(500, undefined, message, new Headers()), ASKED, 0).problem.what;
  expect(what('<!DOCTYPE html><html><body>Bad</body></html>')).toBe('The model server failed (500, a web page)');
  expect(what('one\n\u001b[31mtwo\u202e')).toBe('The model server failed (500: one [31mtwo)');
});
