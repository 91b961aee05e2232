import { describe, expect, test } from 'vitest';
import { ProblemError } from '../../shared/problem.ts';
import { newSessionId } from './ids.ts';
import { message, messages } from './testing-events.ts';
import { temporaryFile, temporaryLog } from './testing.ts';

const texts = (events: readonly object[]): unknown[] => events.map((event) => ('content' in event ? event.content : event));

describe('fork', () => {
  test('shares what came before and goes its own way, as its parent does', async () => {
    const log = temporaryLog();
    const parent = newSessionId();
    const shared = await log.append(parent, 0, messages(5));
    const { session, events } = await log.fork(parent, 3, [message('mine')]);
    expect(events).toMatchObject([{ session, seq: 4, ...message('mine') }]);
    await Promise.all([log.append(session, 4, messages(2)), log.append(parent, 5, messages(1))]);
    expect(texts(log.getEvents(session))).toEqual(texts([...shared.slice(0, 3), message('mine'), ...messages(2)]));
    expect(log.getEvents(session).every((event) => event.session === session)).toBe(true);
    expect([log.head(session), log.head(parent)]).toEqual([6, 6]);
    expect(log.verify(session)).toEqual({ ok: true, events: 6 });
    expect(log.verify(parent)).toEqual({ ok: true, events: 6 });
  });

  test('without an event of its own is a session like any other', async () => {
    const file = temporaryFile();
    const log = temporaryLog(file);
    const parent = newSessionId();
    await log.append(parent, 0, messages(4));
    const { session } = await log.fork(parent, 2, []);
    const again = await log.fork(session, 2, []);
    for (const fork of [session, again.session]) {
      expect(log.head(fork)).toBe(2);
      expect(log.verify(fork)).toEqual({ ok: true, events: 2 });
    }
    expect(log.sessions().map(({ id }) => id)).toEqual([again.session, session, parent]);
    expect(log.lineage()).toEqual([
      { session, parent, seq: 2 },
      { session: again.session, parent: session, seq: 2 },
    ]);
    await log.append(again.session, 2, messages(1));
    await log.close();
    expect(temporaryLog(file).verify(again.session)).toEqual({ ok: true, events: 3 });
  });

  test('of a fork before the fork’s own events reads the first of them all', async () => {
    const log = temporaryLog();
    const parent = newSessionId();
    await log.append(parent, 0, messages(6));
    const fork = await log.fork(parent, 5, messages(3));
    const early = await log.fork(fork.session, 2, [message('early')]);
    const late = await log.fork(fork.session, 7, [message('late')]);
    expect(texts(log.getEvents(early.session))).toEqual(texts([...messages(2), message('early')]));
    expect(texts(log.getEvents(late.session))).toEqual(texts([...messages(5), ...messages(2), message('late')]));
    for (const { session } of [fork, early, late]) expect(log.verify(session)).toEqual({ ok: true, events: log.head(session) });
  });

  test.each([
    ['beyond the head', 4],
    ['of nothing', 0],
    ['before the beginning', -1],
    ['at no position', 1.5],
  ])('%s is refused and leaves nothing', async (_, atSeq) => {
    const log = temporaryLog();
    const parent = newSessionId();
    await log.append(parent, 0, messages(3));
    await expect(log.fork(parent, atSeq, messages(1))).rejects.toBeInstanceOf(ProblemError);
    await expect(log.fork(newSessionId(), 1, messages(1))).rejects.toMatchObject({ problem: { what: expect.stringContaining('no such') } });
    expect(log.sessions()).toHaveLength(1);
  });

  test('travels with the appends of its tick, and forks what they store', async () => {
    const log = temporaryLog();
    const parent = newSessionId();
    const [, fork] = await Promise.all([log.append(parent, 0, messages(3)), log.fork(parent, 3, messages(1))]);
    expect(log.verify(fork.session)).toEqual({ ok: true, events: 4 });
  });

  test('is told of as growth, here and to other processes, with or without events', async () => {
    const file = temporaryFile();
    const [log, other] = [temporaryLog(file), temporaryLog(file)];
    const parent = newSessionId();
    await log.append(parent, 0, messages(3));
    const here: string[] = [];
    log.onGrowth((sessions) => here.push(...sessions));
    const there: string[] = [];
    const heard = new Promise<void>((resolve) => {
      other.onGrowth((sessions) => {
        there.push(...sessions);
        if (there.length === 3) resolve();
      });
    });
    const bare = await log.fork(parent, 1, []);
    const full = await log.fork(parent, 2, messages(2));
    await log.append(bare.session, 1, messages(1));
    await log.append(parent, 3, messages(1));
    expect(here).toEqual([bare.session, full.session, bare.session, parent]);
    await heard;
    expect(new Set(there)).toEqual(new Set([bare.session, full.session, parent]));
  });

  test('is followed from the first event that it shares', async () => {
    const log = temporaryLog();
    const parent = newSessionId();
    await log.append(parent, 0, messages(3));
    const { session } = await log.fork(parent, 2, messages(1));
    const stop = new AbortController();
    const seen: number[] = [];
    const watching = (async () => {
      for await (const { seq } of log.subscribe(session, 1, stop.signal)) {
        seen.push(seq);
        if (seq === 5) stop.abort();
      }
    })();
    await log.append(parent, 3, messages(1));
    await log.append(session, 3, messages(2));
    await watching;
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('the time of an event that happened elsewhere', () => {
  test('is kept, and is the time of the session that it begins', async () => {
    const log = temporaryLog();
    const session = newSessionId();
    const events = ['2025-03-01T10:00:00.123Z', '2025-02-28T09:00:00.000Z'].map((processed_at) => ({ ...message('then'), processed_at }));
    const stored = await log.append(session, 0, events);
    expect(stored.map(({ processed_at }) => processed_at)).toEqual(events.map(({ processed_at }) => processed_at));
    expect(log.getEvents(session)).toEqual(stored);
    expect(log.sessions()).toMatchObject([{ createdAt: events[0]?.processed_at, updatedAt: events[1]?.processed_at }]);
    expect(log.verify(session)).toEqual({ ok: true, events: 2 });
    await expect(log.append(session, 2, [{ ...message('when'), processed_at: 'yesterday' }])).rejects.toThrow(TypeError);
  });
});
