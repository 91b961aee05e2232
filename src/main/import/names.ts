/** Names each line by its entry's own id, or by what it says; and the second of the same name as the second. */
import { createHash } from 'node:crypto';
import { lineKey } from './ids.ts';
import type { Entry } from './record.ts';
import type { TranslatorState } from './translator-state.ts';

type NamesState = Pick<TranslatorState, 'once' | 'often'>;

export interface Names {
  keyOf(entry: Entry | null, text: string): string;
  state(): NamesState;
}

/** Of a name, what is kept: 64 bits in Base64. */
const WIDTH = 11;

export function createNames(from: NamesState | null): Names {
  const seen = new Map(from?.often);
  for (let at = 0; at < (from?.once.length ?? 0); at += WIDTH) seen.set(from?.once.slice(at, at + WIDTH) ?? '', 1);
  return {
    keyOf(entry, text) {
      const name = entry?.uuid === undefined ? `line ${lineKey(text)}` : `entry ${entry.uuid}`;
      const short = createHash('sha256').update(name).digest('base64url').slice(0, WIDTH);
      const count = seen.get(short) ?? 0;
      seen.set(short, count + 1);
      return `${count} ${name}`;
    },
    state() {
      const all = [...seen];
      return { once: all.flatMap(([name, count]) => (count === 1 ? [name] : [])).join(''), often: all.filter(([, count]) => count > 1) };
    },
  };
}
