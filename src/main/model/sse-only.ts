/** An endpoint that answers something else than a Messages stream. */

export class NotMessagesError extends Error {
  /** What came instead, e.g. `a web page`. */
  readonly sent: string;

  constructor(sent: string) {
    super(`not a Messages stream but ${sent}`);
    this.name = 'NotMessagesError';
    this.sent = sent;
  }
}

/** Throws `NotMessagesError` unless the response is a stream of events. */
export function requireEventStream(response: Response): void {
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'text/event-stream') return;
  if (type === 'text/html') throw new NotMessagesError('a web page');
  if (type.endsWith('json')) throw new NotMessagesError('JSON that is not a stream');
  throw new NotMessagesError(type === '' ? 'a body of unknown type' : type);
}
