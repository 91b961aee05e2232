import type { Envelope } from './events.ts';

/** Without what the log added: a fork reads the same event under its own name, and its state must be its parent's. */
export function bodyOf<T extends Envelope>(event: T): Omit<T, keyof Envelope> {
  const { id: _id, session: _session, seq: _seq, processed_at: _at, ...body } = event;
  return body;
}
