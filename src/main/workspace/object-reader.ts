/** One long-lived `git cat-file` a store: an object costs a line through a pipe instead of a process. */
import { gitOutput } from './git.ts';
import { assertObjectId } from './object-id.ts';
import { storeOptions, type Store } from './store.ts';

export interface ObjectReader {
  /** The object; null where the store does not have it. Throws `RangeError` where it is larger than `maxBytes`, default 16 MB. */
  read(id: string, maxBytes?: number): Promise<StoredObject | null>;
  /** Sizes in bytes, in the order asked for; null where the store does not have one. */
  sizes(ids: readonly string[]): Promise<(number | null)[]>;
}

export interface StoredObject {
  type: string;
  content: Buffer;
}

/** A process that nobody asks for this long ends; the next question starts another. */
const IDLE_MS = 15_000;
const LONGEST_LIFE_MS = 24 * 60 * 60_000;
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_SIZES = 300_000;

/** @param closing ends its processes; what is asked then fails */
export function createObjectReader(store: Store, closing: AbortSignal): ObjectReader {
  const contents = conversation(store, ['cat-file', '--batch'], true, closing);
  const checks = conversation(store, ['cat-file', '--batch-check'], false, closing);
  /** An object's size never changes, and a screen asks for those of a whole tree at every step. */
  const sizes = new Map<string, number>();
  const size = async (id: string): Promise<number | null> => {
    const facts = await checks.ask(id);
    if (facts === null) return null;
    if (sizes.size >= MOST_SIZES) sizes.clear();
    sizes.set(id, facts.size);
    return facts.size;
  };
  return {
    sizes: (ids) => Promise.all(ids.map(async (id) => sizes.get(id) ?? (await size(id)))),
    async read(id, maxBytes = MOST_BYTES) {
      const facts = await checks.ask(id);
      if (facts === null) return null;
      if (facts.size > maxBytes) throw new RangeError(`${id} has ${facts.size} bytes`);
      const found = await contents.ask(id);
      return found === null ? null : { type: found.type, content: found.content };
    },
  };
}

interface Answer {
  type: string;
  size: number;
  content: Buffer;
}

interface Question {
  id: string;
  resolve(answer: Answer | null): void;
  reject(error: unknown): void;
}

interface Conversation {
  ask(id: string): Promise<Answer | null>;
}

function conversation(store: Store, command: readonly string[], withContent: boolean, closing: AbortSignal): Conversation {
  /** Asked and not yet answered, in order; the first `sent` of them are on their way. */
  const open: Question[] = [];
  let running = false;
  let wake: () => void = () => {};

  const run = async (): Promise<void> => {
    let sent = 0;
    let over = false;
    async function* lines(): AsyncGenerator<Uint8Array> {
      while (!over) {
        if (sent < open.length) {
          const batch = open.slice(sent);
          sent = open.length;
          yield Buffer.from(batch.map(({ id }) => `${id}\n`).join(''));
          continue;
        }
        const timer = setTimeout(() => {
          over = open.length === 0;
          wake();
        }, IDLE_MS);
        timer.unref();
        await new Promise<void>((resolve) => (wake = resolve));
        clearTimeout(timer);
      }
    }
    try {
      const output = store.git.stream(store.at(command), { ...storeOptions(closing), input: lines(), timeoutMs: LONGEST_LIFE_MS });
      let bytes = Buffer.alloc(0);
      let waiting: Buffer[] = [];
      let missing = 0;
      for await (const chunk of output) {
        waiting.push(Buffer.from(chunk));
        missing -= chunk.length;
        if (missing > 0) continue;
        bytes = Buffer.concat([bytes, ...waiting]);
        waiting = [];
        for (let answer = takeAnswer(bytes, withContent); ; answer = takeAnswer(bytes, withContent)) {
          if ('missing' in answer) {
            missing = answer.missing;
            break;
          }
          bytes = bytes.subarray(answer.end);
          sent -= 1;
          open.shift()?.resolve(answer.found);
        }
      }
      if (sent > 0) throw new Error('git cat-file ended early');
    } catch (error) {
      for (const question of open.splice(0)) question.reject(error);
    } finally {
      over = true;
      running = false;
      wake();
      if (open.length > 0 && !closing.aborted) start();
    }
  };
  const start = (): void => {
    running = true;
    void run();
  };

  return {
    ask(id) {
      assertObjectId(id);
      closing.throwIfAborted();
      return new Promise((resolve, reject) => {
        open.push({ id, resolve, reject });
        if (running) wake();
        else start();
      });
    },
  };
}

/** The first whole answer in the bytes (`<id> <type> <size>`, and the content where it was asked for), or how many bytes are missing at least. */
function takeAnswer(bytes: Buffer, withContent: boolean): { found: Answer | null; end: number } | { missing: number } {
  const line = bytes.indexOf(0x0a);
  if (line < 0) return { missing: 1 };
  const words = bytes.toString('latin1', 0, line).split(' ');
  if (words[1] === 'missing' || words.length !== 3) return { found: null, end: line + 1 };
  const [, type = '', size = '0'] = words;
  if (!withContent) return { found: { type, size: Number(size), content: Buffer.alloc(0) }, end: line + 1 };
  const end = line + 1 + Number(size);
  if (bytes.length < end + 1) return { missing: end + 1 - bytes.length };
  return { found: { type, size: Number(size), content: bytes.subarray(line + 1, end) }, end: end + 1 };
}

/** Contents of trees and commits, in the order asked for, by one git. Throws where one is missing. */
export async function readObjects(store: Store, ids: readonly string[], signal?: AbortSignal): Promise<Buffer[]> {
  const input = ids.map((id) => `${id}\n`).join('');
  const output = await gitOutput(store.git, store.at(['cat-file', '--batch']), { ...storeOptions(signal), input, maxBytes: 1024 ** 3 });
  let at = 0;
  return ids.map((id) => {
    const end = output.indexOf(0x0a, at);
    const size = /^[0-9a-f]+ (?:commit|tree) (\d+)$/.exec(output.toString('latin1', at, end))?.[1];
    if (size === undefined) throw new Error(`${id} is not a commit or a tree of ${store.gitDir}`);
    at = end + 1 + Number(size) + 1;
    return output.subarray(end + 1, at - 1);
  });
}
