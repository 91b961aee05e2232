/** A file, line by line, in bounded memory. */
import { createReadStream } from 'node:fs';

export interface Line {
  text: string;
  /** False for the last line of a file that does not end with a line break: it may be being written. */
  ended: boolean;
  /** It was longer than can be taken in: `text` is its beginning. */
  cut: boolean;
  /** Where the next line begins. */
  offset: number;
}

const NEWLINE = 0x0a;
const CHUNK = 256 * 1024;

/** Longer lines than this are cut: a string has to fit the memory a few times over. In bytes. */
const LONGEST = 64 * 1024 * 1024;
const KEPT_OF_LONGEST = 64 * 1024;

/**
 * @param part `from` is the beginning of a line; what comes after `size` is left to the next import
 */
export async function* readLines(
  file: string,
  { from: begin, size }: { from: number; size: number },
  signal: AbortSignal,
  longest = LONGEST,
): AsyncGenerator<Line> {
  if (size <= begin) return;
  let parts: Buffer[] = [];
  let length = 0;
  let offset = begin;
  const take = (ended: boolean): Line => {
    const cut = length > longest;
    const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    const text = bytes.subarray(0, cut ? KEPT_OF_LONGEST : bytes.length).toString('utf8');
    parts = [];
    length = 0;
    return { text: text.endsWith('\r') ? text.slice(0, -1) : text, ended, cut, offset };
  };
  const add = (bytes: Buffer): void => {
    length += bytes.length;
    // Of a line that is too long, the beginning is enough.
    if (length <= longest || parts.length === 0) parts.push(bytes);
  };
  // `signal` ends it with an error; the loop ends by itself instead.
  const stream = createReadStream(file, { highWaterMark: CHUNK, start: begin, end: size - 1 });
  try {
    for await (const chunk of stream) {
      if (signal.aborted) return;
      // Without an encoding a stream of a file gives buffers.
      const bytes = chunk as Buffer;
      let from = 0;
      for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
        add(bytes.subarray(from, at));
        offset += at + 1 - from;
        from = at + 1;
        yield take(true);
        if (signal.aborted) return;
      }
      offset += bytes.length - from;
      if (from < bytes.length) add(bytes.subarray(from));
    }
    if (length > 0) yield take(false);
  } finally {
    stream.destroy();
  }
}
