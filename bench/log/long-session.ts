/** A log with one long session, and the same events as lines of a file whose offsets are known. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { newSessionId } from '../../src/main/log/ids.ts';
import { openLog } from '../../src/main/log/log.ts';
import { prepare } from '../../src/main/log/prepare.ts';
import { openStore } from '../../src/main/log/store.ts';
import { event } from './events.ts';

const AT_ONCE = 5_000;

export interface Lines {
  /** `count` events from position `from` on, parsed. */
  read(from: number, count: number): unknown[];
  close(): void;
}

export async function makeLongSession(file: string, length: number, lines = false): Promise<{ session: string; lines: Lines }> {
  await openLog(file).close();
  const store = openStore(file);
  const session = newSessionId();
  const written = lineWriter(join(`${file}.jsonl`), length);
  for (let head = 0; head < length; head += AT_ONCE) {
    const events = Array.from({ length: AT_ONCE }, (_, i) => prepare(event(head + i)));
    const report = store.commit([{ session, expectedHead: head, events: events.map(({ row }) => row) }], 0);
    if (report?.outcomes[0]?.kind !== 'stored') throw new Error('The benchmark’s own log could not be made.');
    const processed_at = new Date(report.ts).toISOString();
    if (lines) written.add(events.map(({ id, body }, i) => JSON.stringify({ ...body, id, session, seq: head + i + 1, processed_at })));
  }
  store.close();
  return { session, lines: written.lines() };
}

function lineWriter(file: string, length: number): { add(lines: string[]): void; lines(): Lines } {
  const fd = openSync(file, 'w+');
  const offsets = new Float64Array(length + 1);
  let [at, count] = [0, 0];
  return {
    add(lines) {
      for (const line of lines) {
        at += Buffer.byteLength(line) + 1;
        offsets[(count += 1)] = at;
      }
      writeSync(fd, `${lines.join('\n')}\n`);
    },
    lines: () => ({
      read(from, some) {
        const [start = 0, end = 0] = [offsets[from - 1], offsets[from - 1 + some]];
        const bytes = Buffer.allocUnsafe(end - start);
        readSync(fd, bytes, 0, bytes.length, start);
        const text = bytes.toString('utf8');
        return text.split('\n', some).map((line): unknown => JSON.parse(line));
      },
      close: () => closeSync(fd),
    }),
  };
}
