/** What a durable append costs through the log's real API, beside the least that this disk could take for it. */
import { closeSync, fdatasyncSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { NewEvent } from '../src/shared/events.ts';
import { newSessionId } from '../src/main/log/ids.ts';
import { openLog, type Log } from '../src/main/log/log.ts';
import { bundle } from '../src/main/log/testing-bundle.ts';

const ROUNDS = 12;
const APPENDS = 150;
const SESSIONS = 64;
const EVENTS_A_SESSION = 100;

/** 200 bytes to 64 KB, 1.4 KB on average. */
const LENGTHS = [...Array<number>(60).fill(200), ...Array<number>(30).fill(900), ...Array<number>(9).fill(4_000), 40_000];

const event = (i: number): NewEvent => ({
  type: 'agent.tool_result',
  tool_use_id: `sevt_${i}`,
  content: [{ type: 'text', text: 'All 42 tests passed. '.repeat(2_000).slice(0, LENGTHS[(i * 37) % LENGTHS.length]) }],
  is_error: false,
  lost: false,
  duration_ms: i,
});

/** Prints its figures; only ratios of one run mean anything. */
export async function benchLog(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-log-'));
  const worker = await bundle('store-worker.ts', folder);
  const log = openLog(join(folder, 'log.db'), { worker });
  try {
    await startedThread(log);
    await benchSingle(log, join(folder, 'floor'));
    await benchSessions(log);
  } finally {
    await log.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchSingle(log: Log, floorFile: string): Promise<void> {
  const floor = preallocated(floorFile, 8 * 1024 * 1024);
  const session = newSessionId();
  const [limit, append]: [number[], number[]] = [[], []];
  for (let round = 0, i = 0; round < ROUNDS; round += 1) {
    for (const end = i + APPENDS; i < end; i += 1) limit.push(await timed(() => floor.write(JSON.stringify(event(i)))));
    i -= APPENDS;
    for (const end = i + APPENDS; i < end; i += 1) append.push(await timed(() => log.append(session, i, [event(i)])));
  }
  floor.close();
  const ratio = quantile(append, 0.5) / quantile(limit, 0.5);
  print('durable append p50', `${us(append, 0.5)} us`, `${ratio.toFixed(2)} x pwrite + fdatasync (${us(limit, 0.5)} us)`);
  print('durable append p99', `${us(append, 0.99)} us`, `pwrite + fdatasync ${us(limit, 0.99)} us`);
}

async function benchSessions(log: Log): Promise<void> {
  const alone = await measured(log, async (session, head) => {
    for (const [i, id] of session.entries()) await log.append(id, head, [event(i + head)]);
  });
  const grouped = await measuredTogether(log);
  print('64 sessions, one at a time', `${alone.perSecond.toFixed(0)} events/s`, `main thread busy ${percent(alone.busy)}`);
  print(
    '64 sessions at once',
    `${grouped.perSecond.toFixed(0)} events/s`,
    `${(grouped.perSecond / alone.perSecond).toFixed(1)} x a commit an event, main thread busy ${percent(grouped.busy)}`,
  );
}

interface Throughput {
  perSecond: number;
  /** Share of the time in which the main thread could do nothing else, 0 to 1. */
  busy: number;
}

/** Each event waits for the one before it, whatever its session. */
async function measured(log: Log, round: (sessions: string[], head: number) => Promise<void>): Promise<Throughput> {
  const sessions = Array.from({ length: SESSIONS }, newSessionId);
  return throughput(log, async () => {
    for (let head = 0; head < EVENTS_A_SESSION; head += 1) await round(sessions, head);
  });
}

/** Each event waits for the one before it in its own session. */
async function measuredTogether(log: Log): Promise<Throughput> {
  const sessions = Array.from({ length: SESSIONS }, newSessionId);
  return throughput(log, async () => {
    await Promise.all(
      sessions.map(async (id, i) => {
        for (let head = 0; head < EVENTS_A_SESSION; head += 1) await log.append(id, head, [event(i + head)]);
      }),
    );
  });
}

async function throughput(_log: Log, work: () => Promise<void>): Promise<Throughput> {
  const before = performance.eventLoopUtilization();
  const ms = await timed(work);
  const { utilization } = performance.eventLoopUtilization(before);
  return { perSecond: (SESSIONS * EVENTS_A_SESSION * 1000) / ms, busy: utilization };
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

function quantile(values: readonly number[], q: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * q)] ?? 0;
}

const us = (values: readonly number[], q: number): string => (quantile(values, q) * 1000).toFixed(0);
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
const print = (what: string, figure: string, against: string): void =>
  console.log(`${what.padEnd(30)}${figure.padStart(16)}   ${against}`);
