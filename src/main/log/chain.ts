/**
 * The hash chain: an event's hash covers the hash of the event before it, so a change anywhere shows at the
 * first event that it touched. The fields before the body hold no line break, so no two events share an input.
 */
import { hash as digest } from 'node:crypto';

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
export function genesis(session: string): string {
  return digest('sha256', session);
}

/** Hashes are hex wherever they are not stored. In one go and as hex, it takes a third of the time of a `createHash`. */
export function linkHash(prev: string, { id, seq, ts, type, text }: Link): string {
  return digest('sha256', `${prev}\n${id}\n${seq}\n${ts}\n${type}\n${text}`);
}
