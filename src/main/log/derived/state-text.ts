/**
 * A state as text. What is large in it and stays the same for long (the spec, verdicts, evidence) is kept once, by its
 * content, and named: a hundred states of a session cost little more than one.
 */
import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import type { SessionState } from '../../../shared/fold.ts';
import type { DerivedStore } from './derived-store.ts';

/** In UTF-16 units of the JSON. */
const SMALL = 1024;
/** Parts that are remembered: those of the sessions that are looked at. */
const REMEMBERED = 200;

export interface StateText {
  write(state: SessionState): string;
  /** Null where a part of it is gone. */
  read(text: string): SessionState | null;
}

export function stateText(store: DerivedStore): StateText {
  const values = new Map<string, unknown>();
  /** Parts that are in the store already, by the object that a state holds: folding on keeps the object. */
  const written = new WeakMap<object, string>();

  function remember(hash: string, value: unknown): void {
    values.delete(hash);
    values.set(hash, value);
    const [oldest] = values.keys();
    if (values.size > REMEMBERED && oldest !== undefined) values.delete(oldest);
  }

  function partOf(value: object): string | null {
    const known = written.get(value);
    if (known !== undefined) return known;
    const json = JSON.stringify(value);
    if (json.length <= SMALL) return null;
    const hash = createHash('sha256').update(json).digest('base64url');
    store.keepPart(hash, deflateSync(json, { level: 1 }));
    written.set(value, hash);
    remember(hash, value);
    return hash;
  }

  function partFor(hash: string): unknown {
    if (!values.has(hash)) {
      const kept = store.part(hash);
      if (kept === undefined) return undefined;
      const value: unknown = JSON.parse(inflateSync(kept).toString('utf8'));
      if (typeof value === 'object' && value !== null) written.set(value, hash);
      remember(hash, value);
    }
    return values.get(hash);
  }

  return {
    write(state) {
      const parts: Record<string, string> = {};
      const rest: Record<string, unknown> = { ...state };
      for (const [name, value] of Object.entries(state)) {
        const hash = typeof value === 'object' && value !== null ? partOf(value) : null;
        if (hash === null) continue;
        parts[name] = hash;
        delete rest[name];
      }
      return JSON.stringify({ rest, parts });
    },
    read(text) {
      const { rest, parts } = JSON.parse(text) as { rest: Record<string, unknown>; parts: Record<string, string> }; // what write gave
      for (const [name, hash] of Object.entries(parts)) {
        const value = partFor(hash);
        if (value === undefined) return null;
        rest[name] = value;
      }
      return rest as unknown as SessionState; // of this version of the fold, or the file would have been deleted
    },
  };
}
