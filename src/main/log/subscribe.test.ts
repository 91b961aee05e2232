import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../shared/events.ts';
import type { Log } from './log.ts';
import { newSessionId } from './ids.ts';
import { message, messages } from './testing-events.ts';
import { temporaryFile, temporaryLog } from './testing.ts';

async function take(log: Log, session: string, fromSeq: number, count: number): Promise<SessionEvent[]> {
  const taken: SessionEvent[] = [];
  const stop = new AbortController();
  for await (const event of log.subscribe(session, fromSeq, stop.signal)) {
    taken.push(event);
    if (taken.length === count) stop.abort();
  }
  return taken;
}

const upTo = (head: number, from = 1): number[] => Array.from({ length: head - from + 1 }, (_, i) => from + i);

describe('subscribe', () => {
  test('replays what is there, then follows, without gap or repeat', async () => {
    const log = temporaryLog();
    const session = newSessionId();
    await log.append(session, 0, messages(250));
    const seen = take(log, session, 1, 400);
    for (let head = 250; head < 400; head += 1) await log.append(session, head, messages(1));
    expect((await seen).map(({ seq }) => seq)).toEqual(upTo(400));
  });

  test('begins at the position it was given', async () => {
    const log = temporaryLog();
    const session = newSessionId();
    await log.append(session, 0, messages(5));
    expect((await take(log, session, 4, 2)).map(({ seq }) => seq)).toEqual([4, 5]);
  });

  test('waits for a session that is not there yet', async () => {
    const log = temporaryLog();
    const session = newSessionId();
    const seen = take(log, session, 1, 1);
    await log.append(newSessionId(), 0, messages(1));
    await log.append(session, 0, [message('here')]);
    expect(await seen).toMatchObject([{ session, seq: 1 }]);
  });

  test('sees what another connection to the same file appends', async () => {
    const file = temporaryFile();
    const [reading, writing] = [temporaryLog(file), temporaryLog(file)];
    const session = newSessionId();
    const seen = take(reading, session, 1, 40);
    for (let head = 0; head < 40; head += 4) {
      await writing.append(session, head, messages(2));
      await reading.append(session, head + 2, messages(2));
    }
    expect((await seen).map(({ seq }) => seq)).toEqual(upTo(40));
  });

  test('serves many consumers at their own pace', async () => {
    const log = temporaryLog();
    const session = newSessionId();
    const slow = (async () => {
      const taken: number[] = [];
      for await (const { seq } of log.subscribe(session, 1, new AbortController().signal)) {
        taken.push(seq);
        if (seq === 60) break;
        await new Promise((resolve) => setImmediate(resolve));
      }
      return taken;
    })();
    const quick = take(log, session, 1, 60);
    for (let head = 0; head < 60; head += 3) await log.append(session, head, messages(3));
    expect(await slow).toEqual(upTo(60));
    expect((await quick).map(({ seq }) => seq)).toEqual(upTo(60));
  });

  test('ends where the signal aborts, also while it waits', async () => {
    const log = temporaryLog();
    const stop = new AbortController();
    const next = log.subscribe(newSessionId(), 1, stop.signal)[Symbol.asyncIterator]().next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  test('ends where the log closes', async () => {
    const log = temporaryLog();
    const next = log.subscribe(newSessionId(), 1, new AbortController().signal)[Symbol.asyncIterator]().next();
    await log.close();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});
