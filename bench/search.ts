/** Full text over a million events beside ripgrep over the same events as JSONL, and what the index costs those who append. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { newSessionId } from '../src/main/log/ids.ts';
import { openLog, type Log } from '../src/main/log/log.ts';
import { bundle } from '../src/main/log/testing-bundle.ts';
import type { NewEvent } from '../src/shared/events.ts';
import { median, quantile, type Row } from './support/row.ts';

const EVENTS = 1_000_000;
const BATCH = 1_000;
/** Time for the index's thread to join the parts of its index, as it does when nothing else is to be done. */
const TIDY_MS = 20_000;
/** Every so many events one has a word that no other has. */
const RARE_EVERY = 1_000;
const VOCABULARY = Array.from({ length: 5_000 }, (_, i) => `w${(i * 2_654_435_761) % 4_294_967_296}`);

/** About 300 characters; a few words are in most events and most words in few, as in any text. */
function text(i: number): string {
  let seed = i + 1;
  const words = Array.from({ length: 28 }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    const share = seed / 2_147_483_647;
    return VOCABULARY[Math.floor(share ** 4 * VOCABULARY.length)] ?? '';
  });
  return (i % RARE_EVERY === 0 ? [`rare${i}`, ...words] : words).join(' ');
}

const event = (i: number): NewEvent => ({
  type: 'agent.tool_result',
  tool_use_id: 'sevt_0',
  content: [{ type: 'text', text: text(i) }],
  is_error: i % 50_000 === 0,
  lost: false,
  duration_ms: i,
});

export async function benchSearch(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-search-'));
  try {
    const indexWorker = await bundle('search/index-worker.ts', folder);
    return [...(await benchQueries(folder, indexWorker)), ...(await benchAppends(folder, indexWorker))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchQueries(folder: string, indexWorker: URL): Promise<Row[]> {
  let log = openLog(join(folder, 'log.db'));
  try {
    await fill(log, join(folder, 'log.jsonl'));
    const indexing = performance.now();
    while ((await log.search('warm')).behind > 0);
    const indexed = performance.now() - indexing;
    await log.close();
    log = openLog(join(folder, 'log.db'), { indexWorker });
    await new Promise((resolve) => setTimeout(resolve, TIDY_MS));

    const rareWords = Array.from({ length: 200 }, (_, i) => `rare${((i * 37) % (EVENTS / RARE_EVERY)) * RARE_EVERY}`);
    const rare = await times(log, rareWords, 1);
    const grep = [1, 2, 3, 4, 5].map((i) => ripgrep(join(folder, 'log.jsonl'), `rare${i * RARE_EVERY}`));
    const common = await times(log, Array<string>(50).fill(VOCABULARY[0] ?? ''), 50);
    const errors = await times(log, Array<string>(20).fill('is:error'), 20);
    const against = grep.includes(null) ? 'ripgrep: absent' : `ripgrep, warm: ${ms(median(grep.map(Number)))} ms`;
    const ratio = grep.includes(null) ? '' : `${(median(grep.map(Number)) / median(rare)).toFixed(0)}x faster`;
    return [
      { what: 'search of 1,000,000 events, rare word, p50', measured: `${ms(median(rare))} ms`, against, ratio, goal: '>= 1,000x faster' },
      row('common word, newest 50, p50', `${ms(median(common))} ms`),
      row('is:error, 20 in 1,000,000, p50', `${ms(median(errors))} ms`),
      row('indexing in the background', `${((EVENTS * 1_000) / indexed).toFixed(0)} events/s`),
    ];
  } finally {
    await log.close();
  }
}

async function fill(log: Log, jsonl: string): Promise<void> {
  const out = openSync(jsonl, 'w');
  const session = newSessionId();
  for (let head = 0; head < EVENTS; head += BATCH) {
    const stored = await log.append(
      session,
      head,
      Array.from({ length: BATCH }, (_, i) => event(head + i)),
    );
    writeSync(out, stored.map((one) => `${JSON.stringify(one)}\n`).join(''));
  }
  closeSync(out);
}

async function times(log: Log, queries: readonly string[], expected: number): Promise<number[]> {
  const found: number[] = [];
  for (const query of queries) {
    const start = performance.now();
    const { hits } = await log.search(query, { limit: 50 });
    found.push(performance.now() - start);
    if (hits.length !== expected) throw new Error(`"${query}" found ${hits.length} instead of ${expected}.`);
  }
  return found;
}

/** Milliseconds, or null where there is no ripgrep. */
function ripgrep(file: string, word: string): number | null {
  const start = performance.now();
  const { status, error } = spawnSync('rg', ['--fixed-strings', '--word-regexp', word, file], { maxBuffer: 1e8 });
  if (error !== undefined) return null;
  if (status !== 0) throw new Error(`ripgrep did not find ${word}.`);
  return performance.now() - start;
}

const ROUNDS = 20;
const APPENDS = 150;

/** Durable appends to two logs in turn, of which one is indexed meanwhile. */
async function benchAppends(folder: string, indexWorker: URL): Promise<Row[]> {
  const sides = [openLog(join(folder, 'plain', 'log.db')), openLog(join(folder, 'indexed', 'log.db'), { indexWorker })].map((log) => ({
    log,
    session: newSessionId(),
    times: [] as number[],
  }));
  await sides[1]?.log.search('until it runs');
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { log, session, times: taken } of sides) {
      for (let i = round * APPENDS; i < (round + 1) * APPENDS; i += 1) {
        const start = performance.now();
        await log.append(session, i, [event(i)]);
        taken.push(performance.now() - start);
      }
      // Long enough for the other side's index to catch up: each is measured with its own load alone.
      await sides[1]?.log.search('catch up');
    }
  }
  const [plain = [], indexed = []] = sides.map(({ times: taken }) => taken);
  for (const { log } of sides) await log.close();
  return [0.5, 0.9].map((q) => ({
    what: `append while the index follows, p${q * 100}`,
    measured: `${us(quantile(indexed, q))} us`,
    against: `without an index: ${us(quantile(plain, q))} us`,
    ratio: (quantile(indexed, q) / quantile(plain, q)).toFixed(2),
    goal: q === 0.5 ? '<= 1.10' : '',
  }));
}

const row = (what: string, measured: string): Row => ({ what, measured, against: '', ratio: '', goal: '' });
const ms = (value: number): string => value.toFixed(value < 10 ? 3 : 0);
const us = (value: number): string => (value * 1_000).toFixed(0);
