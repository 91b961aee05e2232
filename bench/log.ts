/** What a durable append costs through the log's real API, beside the least that this disk could take for it. */
import { closeSync, fdatasyncSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { NewEvent } from '../src/shared/events.ts';
import { connectWriter } from '../src/main/log/connect.ts';
import { newSessionId } from '../src/main/log/ids.ts';
import { openLog, type Log } from '../src/main/log/log.ts';
import { bundle } from '../src/main/log/testing-bundle.ts';
import { quantile, type Row } from './support/row.ts';

const ROUNDS = 12;
const APPENDS = 150;
const SESSIONS = 64;
const EVENTS_A_SESSION = 100;

/** 200 bytes to 64 KB, 1.4 KB on average. */
const LENGTHS = [...Array<number>(60).fill(200), ...Array<number>(30).fill(900), ...Array<number>(9).fill(4_000), 40_000];

const TEXTS = LENGTHS.map((length) => Buffer.from('All 42 tests passed. '.repeat(2_000).slice(0, length)).toString());

const event = (i: number): NewEvent => ({
  type: 'agent.tool_result',
  tool_use_id: `sevt_${i}`,
  content: [{ type: 'text', text: TEXTS[(i * 37) % TEXTS.length] ?? '' }],
  is_error: false,
  lost: false,
  duration_ms: i,
});

/** Only ratios of one run mean anything. */
export async function benchLog(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-log-'));
  const worker = await bundle('store-worker.ts', folder);
  const log = openLog(join(folder, 'log.db'), { worker });
  try {
    await startedThread(log);
    return [...(await benchSingle(log, folder)), ...(await benchSessions(log))];
  } finally {
    await log.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchSingle(log: Log, folder: string): Promise<Row[]> {
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
      for (let i = round * APPENDS; i < (round + 1) * APPENDS; i += 1) times.push(await timed(() => append(i)));
    }
  }
  floor.close();
  bare.close();
  const [limit, plain, appends] = contenders.map(({ times }) => times) as [number[], number[], number[]];
  return [0.5, 0.99].flatMap((q) => {
    const row = (against: string, other: readonly number[], goal: string): Row => ({
      what: `durable append p${q * 100}`,
      measured: `${us(appends, q)} us`,
      against: `${against}: ${us(other, q)} us`,
      ratio: (quantile(appends, q) / quantile(other, q)).toFixed(2),
      goal,
    });
    return [row('preallocated pwrite + fdatasync', limit, q === 0.5 ? '<= 1.1' : ''), row('a bare SQLite insert', plain, '')];
  });
}

async function benchSessions(log: Log): Promise<Row[]> {
  // Each event waits for the one before it, whatever its session.
  const alone = await throughput(async (sessions) => {
    for (let head = 0; head < EVENTS_A_SESSION; head += 1) {
      for (const [i, session] of sessions.entries()) await log.append(session, head, [event(i + head)]);
    }
  });
  // Each event waits for the one before it in its own session.
  const together = await throughput(async (sessions) => {
    const drive = async (session: string, i: number): Promise<void> => {
      for (let head = 0; head < EVENTS_A_SESSION; head += 1) await log.append(session, head, [event(i + head)]);
    };
    await Promise.all(sessions.map(drive));
  });
  const show = ({ perSecond, busy }: Throughput): string =>
    `${perSecond.toFixed(0)} events/s, main thread busy ${(busy * 100).toFixed(0)} %`;
  return [
    {
      what: '64 sessions at once',
      measured: show(together),
      against: `a commit an event: ${show(alone)}`,
      ratio: (together.perSecond / alone.perSecond).toFixed(1),
      goal: '>= 10, busy <= 20 %',
    },
  ];
}

interface Throughput {
  perSecond: number;
  /** Share of the time in which the main thread could do nothing else, 0 to 1. */
  busy: number;
}

async function throughput(work: (sessions: string[]) => Promise<void>): Promise<Throughput> {
  const sessions = Array.from({ length: SESSIONS }, newSessionId);
  const before = performance.eventLoopUtilization();
  const ms = await timed(() => work(sessions));
  return { perSecond: (SESSIONS * EVENTS_A_SESSION * 1000) / ms, busy: performance.eventLoopUtilization(before).utilization };
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

/** Appends until the store's thread answers, so that its start is not measured. */
async function startedThread(log: Log): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 500));
  await Promise.all(Array.from({ length: 8 }, () => log.append(newSessionId(), 0, [event(0)])));
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const us = (values: readonly number[], q: number): string => (quantile(values, q) * 1000).toFixed(0);
