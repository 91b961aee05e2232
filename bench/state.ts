/** What a screen waits for while somebody scrubs: a session's columns, its state at an instant, and a step of the cursor. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { MessageChannel } from 'node:worker_threads';
import { appendSession } from '../src/main/log/derived/testing-session.ts';
import { openLog, type Log } from '../src/main/log/log.ts';
import { foldAll } from '../src/shared/fold.ts';
import { median, quantile, type Row } from './support/row.ts';

const LONG = 100_000;
const HUGE = 1_000_000;
const STEPS = 400;
const SLICE = 100;

export async function benchState(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-state-'));
  const file = join(folder, 'log.db');
  let log = openLog(file);
  try {
    const long = await appendSession(log, LONG);
    const folds = [1, 2, 3].map(() => timed(() => foldAll(log.getEvents(long))));
    const first = timed(() => log.stateAt(long));
    log = await reopened(log, file);
    const opening = timed(() => log.stateAt(long));
    const states = positions().map((seq) => timed(() => log.stateAt(long, seq)));
    log = await reopened(log, file);
    const steps = await scrub(log, long);
    const ofHuge = await skeletons(log, file);
    log = ofHuge.log;
    const fold = `full fold of ${LONG}: ${ms(median(folds))} ms`;
    return [
      row('state at a random event of 100,000, p50', median(states), fold, median(folds) / median(states), '>= 150'),
      row('state at a random event of 100,000, p99', quantile(states, 0.99), fold, median(folds) / quantile(states, 0.99), ''),
      row('state at the head after a start', opening, fold, median(folds) / opening, ''),
      row('states of 100,000 events made for the first time', first, fold, median(folds) / first, ''),
      {
        what: 'scrub step p50, p99',
        measured: `${ms(median(steps))}, ${ms(quantile(steps, 0.99))} ms`,
        against: 'state + slice of 100, through a port',
        ratio: '',
        goal: 'p99 <= 8 ms',
      },
      ...ofHuge.rows,
    ];
  } finally {
    await log.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The state and the events around the cursor, as they reach another context. */
async function scrub(log: Log, session: string): Promise<number[]> {
  const { port1, port2 } = new MessageChannel();
  const times: number[] = [];
  for (const seq of positions()) {
    const start = performance.now();
    const arrived = once(port2, 'message');
    port1.postMessage({ state: log.stateAt(session, seq), events: log.getEvents(session, { from: seq, limit: SLICE }) });
    await arrived;
    times.push(performance.now() - start);
  }
  port1.close();
  return times;
}

async function skeletons(opened: Log, file: string): Promise<{ log: Log; rows: Row[] }> {
  let log = opened;
  const huge = await appendSession(log, HUGE);
  const cold = await timedAsync(() => log.skeleton(huge));
  log = await reopened(log, file);
  const kept = [
    await timedAsync(() => log.skeleton(huge)),
    await timedAsync(() => log.skeleton(huge)),
    await timedAsync(() => log.skeleton(huge)),
  ];
  const goal = '< 150 ms';
  return { log, rows: [row('skeleton of 1,000,000 events, kept', median(kept), `computed: ${ms(cold)} ms`, cold / median(kept), goal)] };
}

async function reopened(log: Log, file: string): Promise<Log> {
  await log.close();
  return openLog(file);
}

/** Everywhere, in no order, and in each run the same. */
const positions = (): number[] => Array.from({ length: STEPS }, (_, i) => 1 + ((i * 7_919_317) % (LONG - SLICE)));

function row(what: string, value: number, against: string, ratio: number, goal: string): Row {
  return { what, measured: `${ms(value)} ms`, against, ratio: ratio.toFixed(1), goal };
}

const ms = (value: number): string => value.toFixed(value < 10 ? 2 : 0);

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

async function timedAsync(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
