/** A durable append through the log's real API, beside the least that this disk could take for it. */
import { closeSync, fdatasyncSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { connectWriter } from '../../src/main/log/connect.ts';
import { newSessionId } from '../../src/main/log/ids.ts';
import type { Log } from '../../src/main/log/log.ts';
import type { Row } from '../support/row.ts';
import { event } from './events.ts';
import { ratio, timed, us } from './time.ts';

const ROUNDS = 24;
/** The first rounds are not counted: code that just started is slower, whosever it is. */
const WARM_UP = 8;
const APPENDS = 100;

export async function appends(log: Log, folder: string): Promise<Row[]> {
  const floor = preallocated(join(folder, 'floor'), 8 * 1024 * 1024);
  const bare = connectWriter(join(folder, 'bare.db'));
  bare.exec('CREATE TABLE event(id INTEGER PRIMARY KEY, data TEXT NOT NULL)');
  const insert = bare.prepare<[string]>('INSERT INTO event(data) VALUES (?)');
  const session = newSessionId();
  const contenders = [
    { times: [] as number[], append: (i: number): unknown => floor.write(JSON.stringify(event(i))) },
    { times: [] as number[], append: (i: number): unknown => insert.run(JSON.stringify(event(i))) },
    { times: [] as number[], append: (i: number): unknown => log.append(session, i, [event(i)]) },
  ] as const;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { times, append } of contenders) {
      for (let i = round * APPENDS; i < (round + 1) * APPENDS; i += 1) {
        const ms = await timed(() => append(i));
        if (round >= WARM_UP) times.push(ms);
      }
    }
  }
  floor.close();
  bare.close();
  const [limit, plain, own] = contenders.map(({ times }) => times) as [number[], number[], number[]];
  return [0.5, 0.99].flatMap((q) => {
    const row = (against: string, other: readonly number[], goal: string): Row => ({
      what: `durable append p${q * 100}`,
      measured: us(own, q),
      against: `${against}: ${us(other, q)}`,
      ratio: ratio(own, other, q).toFixed(2),
      goal,
    });
    return [row('preallocated pwrite + fdatasync', limit, q === 0.5 ? '<= 1.15' : ''), row('a bare SQLite insert', plain, '')];
  });
}

function preallocated(file: string, bytes: number): { write(text: string): void; close(): void } {
  const fd = openSync(file, 'w');
  writeSync(fd, Buffer.alloc(bytes, 1));
  fsyncSync(fd);
  let at = 0;
  return {
    write(text) {
      if (at + text.length > bytes) at = 0;
      at += writeSync(fd, text, at);
      fdatasyncSync(fd);
    },
    close: () => closeSync(fd),
  };
}
