import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { LogConflict } from './conflict.ts';
import { newSessionId } from './ids.ts';
import { bundle } from './testing-bundle.ts';
import { message, messages } from './testing-events.ts';
import { temporaryFile, temporaryLog } from './testing.ts';

const built = mkdtempSync(join(tmpdir(), 'drover-log-built-'));
let child: string;
let worker: URL;

beforeAll(async () => {
  child = fileURLToPath(await bundle('testing-child.ts', built));
  worker = await bundle('store-worker.ts', built);
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

function start(command: string, args: string[]): ChildProcess {
  const started = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void started.kill('SIGKILL'));
  return started;
}

/** Each line that the child tells, as JSON; a line that was cut off by its death is left out. */
async function* told(process: ChildProcess): AsyncGenerator<unknown> {
  if (process.stdout === null) return;
  for await (const line of createInterface({ input: process.stdout })) {
    if (line.endsWith('}')) yield JSON.parse(line);
  }
}

interface Acknowledged {
  session: string;
  id: string;
  seq: number;
}

describe('a process that is killed', () => {
  test.each(['on its main thread', 'in a thread'])('has lost nothing that it acknowledged while writing %s', async (where) => {
    const file = temporaryFile();
    const args = [child, 'hammer', file, '8', ...(where === 'in a thread' ? [worker.href] : [])];
    const process = start(globalThis.process.execPath, args);
    const acknowledged: Acknowledged[] = [];
    for await (const line of told(process)) {
      acknowledged.push(line as Acknowledged); // what testing-child.ts tells
      if (acknowledged.length === 2_000) process.kill('SIGKILL');
    }
    const log = temporaryLog(file);
    expect(log.readOnly).toBeNull();
    expect(acknowledged.length).toBeGreaterThanOrEqual(2_000);
    for (const { session, id, seq } of acknowledged) expect(log.getEvent(id)).toMatchObject({ session, seq });
    for (const { id, head } of log.sessions()) {
      expect(log.verify(id)).toEqual({ ok: true, events: head });
      await log.append(id, head, messages(1));
    }
  });
});

describe('two processes on one file', () => {
  test('keep one order, and a subscriber of either sees every event once', async () => {
    const file = temporaryFile();
    const log = temporaryLog(file);
    const session = newSessionId();
    await log.append(session, 0, messages(1));
    const process = start(globalThis.process.execPath, [child, 'compete', file, session]);
    const exited = once(process, 'exit');

    const stop = new AbortController();
    const seen: number[] = [];
    const watching = (async () => {
      for await (const { seq } of log.subscribe(session, 1, stop.signal)) {
        seen.push(seq);
        if (seq === 201) stop.abort();
      }
    })();
    for (let done = 0; done < 100;) {
      try {
        await log.append(session, log.head(session), [message(`parent:${done}`)]);
        done += 1;
      } catch (error) {
        if (!(error instanceof LogConflict)) throw error;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await exited).toEqual([0, null]);
    await watching;
    expect(seen).toEqual(Array.from({ length: 201 }, (_, i) => i + 1));
    expect(log.verify(session)).toEqual({ ok: true, events: 201 });
  });
});

describe.skipIf(process.platform === 'win32')('a disk that is full', () => {
  test('refuses the append with a problem and leaves the log sound', async () => {
    const file = temporaryFile();
    // A file may grow no further than this many blocks: writing fails as on a full disk.
    const process = start('sh', ['-c', 'ulimit -f 400; exec "$0" "$@"', globalThis.process.execPath, child, 'fill', file]);
    const { value: report } = await told(process).next();
    const { session, acknowledged } = report as { session: string; acknowledged: number }; // what testing-child.ts tells
    expect(acknowledged).toBeGreaterThan(0);
    expect(report).toMatchObject({
      problem: { what: expect.stringContaining('disk is full'), where: file },
      head: acknowledged,
      verification: { ok: true, events: acknowledged },
    });
    const log = temporaryLog(file);
    expect(log.verify(session)).toEqual({ ok: true, events: acknowledged });
    await log.append(session, acknowledged, messages(3));
  });
});

describe('a log with a thread of its own', () => {
  test('gives what a log without one gives', async () => {
    const log = temporaryLog(temporaryFile(), { worker });
    const sessions = Array.from({ length: 20 }, newSessionId);
    const stop = new AbortController();
    const seen: number[] = [];
    const watching = (async () => {
      for await (const { seq } of log.subscribe(sessions[0] ?? '', 1, stop.signal)) {
        seen.push(seq);
        if (seq === 400) stop.abort();
      }
    })();
    await Promise.all(
      sessions.map(async (session) => {
        for (let head = 0; head < 400; head += 2) {
          const stored = await log.append(session, head, messages(2));
          expect(stored.map(({ seq }) => seq)).toEqual([head + 1, head + 2]);
        }
      }),
    );
    await watching;
    expect(seen).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
    for (const session of sessions) expect(log.verify(session)).toEqual({ ok: true, events: 400 });
    const [taken = '', other = ''] = sessions;
    const results = await Promise.allSettled([log.append(taken, 1, messages(1)), log.append(other, 400, messages(1))]);
    expect(results).toMatchObject([{ status: 'rejected', reason: { head: 400 } }, { status: 'fulfilled' }]);
  });

  test('stores what was appended before it was closed', async () => {
    const file = temporaryFile();
    const log = temporaryLog(file, { worker });
    const session = newSessionId();
    await log.append(session, 0, messages(1));
    const appends = Array.from({ length: 50 }, (_, i) => log.append(session, i + 1, [message('x'.repeat(20_000))]));
    await log.close();
    await Promise.all(appends);
    expect(temporaryLog(file).verify(session)).toEqual({ ok: true, events: 51 });
  });

  test('goes on without the thread where that dies', async () => {
    const dying = new URL('data:text/javascript,throw new Error("no")');
    const log = temporaryLog(temporaryFile(), { worker: dying });
    const session = newSessionId();
    for (let head = 0; head < 100; head += 2) {
      await log.append(session, head, messages(2));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(log.verify(session)).toEqual({ ok: true, events: 100 });
  });
});
