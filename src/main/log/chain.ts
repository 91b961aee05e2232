/**
 * The hash chain: an event's hash covers the hash of the event before it, so a change anywhere shows at the
 * first event that it touched. The fields before the body hold no line break, so no two events share an input.
 */
import { createHash } from 'node:crypto';

export interface Link {
  id: string;
  seq: number;
  /** Milliseconds since 1970. */
  ts: number;
  type: string;
  /** The body's JSON as it was stored. */
  text: string;
}

/** What the first event of a session is chained to: it binds the chain to this session. */
export function genesis(session: string): Buffer {
  return createHash('sha256').update(session).digest();
}

export function linkHash(prev: Buffer, { id, seq, ts, type, text }: Link): Buffer {
  return createHash('sha256')
    .update(`${prev.toString('hex')}\n${id}\n${seq}\n${ts}\n${type}\n${text}`)
    .digest();
}
