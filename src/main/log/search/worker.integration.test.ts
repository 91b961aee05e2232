import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { foldAll } from '../../../shared/fold.ts';
import { appendSession } from '../derived/testing-session.ts';
import { newSessionId } from '../ids.ts';
import { bundle } from '../testing-bundle.ts';
import { message } from '../testing-events.ts';
import { temporaryFile, temporaryLog } from '../testing.ts';

const built = mkdtempSync(join(tmpdir(), 'drover-index-built-'));
let indexWorker: URL;
let child: string;

beforeAll(async () => {
  indexWorker = await bundle('search/index-worker.ts', built);
  child = fileURLToPath(await bundle('search/testing-child.ts', built));
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

const beside = (file: string, name: string): string => join(dirname(file), name);

describe('the thread of the index', () => {
  test('finds what was appended before the question', async () => {
    const log = temporaryLog(temporaryFile(), { indexWorker });
    const session = newSessionId();
    for (let head = 0; head < 40; head += 1) {
      await log.append(session, head, [message(`needle${head} in the hay`)]);
      expect((await log.search(`needle${head}`)).hits.map(({ seq }) => seq)).toEqual([head + 1]);
    }
    expect((await log.search('hay', { limit: 3 })).hits.map(({ seq }) => seq)).toEqual([40, 39, 38]);
  });

  test('computes states and skeletons ahead, so that a start folds nothing', async () => {
    const file = temporaryFile();
    const writing = temporaryLog(file, { indexWorker });
    const session = await appendSession(writing, 9_000);
    const plain = foldAll(writing.getEvents(session));
    await vi.waitFor(
      () => {
        const kept = new Database(beside(file, 'derived.db'), { readonly: true });
        try {
          expect(kept.prepare('SELECT max(seq) FROM state').pluck().get()).toBe(9_000);
          expect(kept.prepare('SELECT count(*) FROM block').pluck().get()).toBe(2);
        } finally {
          kept.close();
        }
      },
      { timeout: 30_000, interval: 100 },
    );
    await writing.close();
    const log = temporaryLog(file);
    expect(log.stateLag(session)).toBe(0);
    expect(log.stateAt(session)).toEqual(plain);
  });

  test('may die: nothing waits for it', async () => {
    const log = temporaryLog(temporaryFile(), { indexWorker: new URL('data:text/javascript,throw new Error("no")') });
    await log.append(newSessionId(), 0, [message('needle')]);
    expect((await log.search('needle')).behind).toBe(1);
  });
});

describe('a process that is killed while it indexes', () => {
  test('has every event in the index once when the next one is done', { timeout: 120_000 }, async () => {
    const file = temporaryFile();
    const log = temporaryLog(file);
    const sessions = await Promise.all([appendSession(log, 3_000), appendSession(log, 3_000)]);
    for (let kill = 0; kill < 8; kill += 1) {
      const process = spawn(globalThis.process.execPath, [child, file], { stdio: ['ignore', 'pipe', 'inherit'] });
      onTestFinished(() => void process.kill('SIGKILL'));
      let steps = 0;
      for await (const line of createInterface({ input: process.stdout })) {
        steps += 1;
        // It tells before each transaction and within: it dies at different points of its work.
        if (line === 'step' && steps > kill) process.kill('SIGKILL');
      }
    }
    const index = new Database(beside(file, 'search.db'), { readonly: true });
    onTestFinished(() => void index.close());
    const before = Number(index.prepare('SELECT count(*) FROM entry').pluck().get());
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(6_000);
    while ((await log.search('turn')).behind > 0);
    expect(index.prepare("SELECT count(*), count(DISTINCT session || ':' || seq) FROM entry").raw().get()).toEqual([6_000, 6_000]);
    const said = (session: string): number => log.getEvents(session, { types: ['agent.message'] }).length;
    const found: string[] = [];
    for (let after: number | null = null; ;) {
      const page = await log.search('"looking around"', { after, limit: 200 });
      found.push(...page.hits.map(({ id }) => id));
      after = page.next;
      if (after === null) break;
    }
    expect(new Set(found).size).toBe(found.length);
    expect(found.length).toBe(said(sessions[0] ?? '') + said(sessions[1] ?? ''));
    for (const session of sessions) expect(log.verify(session)).toEqual({ ok: true, events: 3_000 });
  });
});
