import { describe, expect, test } from 'vitest';
import { LogConflict } from './conflict.ts';
import { newEventId, newSessionId } from './ids.ts';
import { message, messages } from './testing-events.ts';
import { temporaryFile, temporaryLog } from './testing.ts';

describe('append', () => {
  test('gives back the events as a reader finds them', async () => {
    const log = temporaryLog();
    const session = newSessionId();
    const stored = await log.append(session, 0, messages(3));
    expect(stored.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(log.getEvents(session)).toEqual(stored);
    expect(log.head(session)).toBe(3);
    expect(log.getEvent(stored[1]?.id ?? '')).toEqual(stored[1]);
  });

  test('keeps the id that the caller chose', async () => {
    const log = temporaryLog();
    const id = newEventId();
    const [stored] = await log.append(newSessionId(), 0, [{ ...message('hello'), id }]);
    expect(stored?.id).toBe(id);
    expect(log.getEvent(id)).toEqual(stored);
  });

  test('survives closing and opening', async () => {
    const file = temporaryFile();
    const session = newSessionId();
    const first = temporaryLog(file);
    const stored = await first.append(session, 0, messages(10));
    await first.close();
    expect(temporaryLog(file).getEvents(session)).toEqual(stored);
  });

  test('refuses a head that moved, and says where it is', async () => {
    const log = temporaryLog();
    const session = newSessionId();
    await log.append(session, 0, messages(2));
    const refused = await log.append(session, 1, messages(1)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LogConflict);
    expect(refused).toMatchObject({ session, expected: 1, head: 2 });
    expect(log.head(session)).toBe(2);
  });

  test('creates a session only from head 0, and only once', async () => {
    const log = temporaryLog();
    const session = newSessionId();
    await expect(log.append(session, 4, messages(1))).rejects.toMatchObject({ expected: 4, head: 0 });
    await log.append(session, 0, messages(1));
    await expect(log.append(session, 0, messages(1))).rejects.toMatchObject({ expected: 0, head: 1 });
  });

  test('of the same head, of many at once, lets exactly one through', async () => {
    const log = temporaryLog();
    const session = newSessionId();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => log.append(session, 0, messages(2))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(log.head(session)).toBe(2);
    expect(log.verify(session)).toEqual({ ok: true, events: 2 });
  });

  test('refuses an id that the log has, with the whole of its append and nothing else', async () => {
    const log = temporaryLog();
    const [session, other, third] = [newSessionId(), newSessionId(), newSessionId()];
    const id = newEventId();
    await log.append(session, 0, [{ ...message('first'), id }]);
    const appends = await Promise.allSettled([
      log.append(other, 0, messages(3)),
      log.append(session, 1, [message('before'), { ...message('again'), id }]),
      log.append(third, 0, [message('new'), { ...message('again'), id }]),
    ]);
    expect(appends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect([log.head(session), log.head(other), log.head(third)]).toEqual([1, 3, 0]);
    expect(log.sessions()).toHaveLength(2);
  });

  test('refuses what is no event, and what is no session id', async () => {
    const log = temporaryLog();
    // A caller that is not type-checked, such as a plug-in's JSON, could send this.
    const wrong = JSON.parse('{"type":"user.message","content":"not a list"}') as ReturnType<typeof message>;
    await expect(log.append(newSessionId(), 0, [wrong])).rejects.toThrow(TypeError);
    await expect(log.append('session 1', 0, messages(1))).rejects.toThrow(TypeError);
    expect(log.sessions()).toEqual([]);
  });
});

describe('group commit', () => {
  test('carries a conflict among many appends without harm to the others', async () => {
    const log = temporaryLog();
    const taken = newSessionId();
    await log.append(taken, 0, messages(5));
    const sessions = Array.from({ length: 50 }, newSessionId);
    const appends = sessions.map((session, i) => log.append(i === 25 ? taken : session, 0, messages(3)));
    const results = await Promise.allSettled(appends);
    expect(results.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([25]);
    expect(log.sessions()).toHaveLength(50);
    for (const { id, head } of log.sessions()) expect(log.verify(id)).toEqual({ ok: true, events: head });
  });

  test('tells of the sessions that grew once a commit', async () => {
    const log = temporaryLog();
    const told: string[][] = [];
    const end = log.onGrowth((sessions) => told.push([...sessions].sort()));
    const sessions = [newSessionId(), newSessionId(), newSessionId()];
    await Promise.all(sessions.map((session) => log.append(session, 0, messages(2))));
    await log.append(sessions[0] ?? '', 2, messages(1));
    expect(told).toEqual([sessions, [sessions[0]]]);
    end();
    await log.append(sessions[0] ?? '', 3, messages(1));
    expect(told).toHaveLength(2);
  });

  test('lets the event loop go round while a session appends without a pause', async () => {
    const log = temporaryLog();
    const session = newSessionId();
    let rounds = 0;
    const count = (): void => {
      rounds += 1;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    for (let head = 0; head < 100; head += 1) await log.append(session, head, messages(1));
    clearImmediate(next);
    expect(rounds).toBeGreaterThanOrEqual(10);
  });

  test('lets appends of one session follow each other without waiting in between', async () => {
    const log = temporaryLog();
    const session = newSessionId();
    await Promise.all(Array.from({ length: 30 }, (_, i) => log.append(session, i, messages(1))));
    expect(log.getEvents(session).map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  });
});

describe('getEvents', () => {
  test('slices by position, type, count and direction', async () => {
    const log = temporaryLog();
    const session = newSessionId();
    await log.append(session, 0, [message('a'), { type: 'user.interrupt' }, message('b'), { type: 'user.interrupt' }]);
    const seqs = (slice: Parameters<typeof log.getEvents>[1]) => log.getEvents(session, slice).map(({ seq }) => seq);
    expect(seqs({})).toEqual([1, 2, 3, 4]);
    expect(seqs({ from: 2, to: 3 })).toEqual([2, 3]);
    expect(seqs({ order: 'desc', limit: 2 })).toEqual([4, 3]);
    expect(seqs({ types: ['user.interrupt'] })).toEqual([2, 4]);
    expect(seqs({ types: ['user.interrupt'], order: 'desc', limit: 1, to: 3 })).toEqual([2]);
    expect(seqs({ types: [] })).toEqual([]);
    expect(seqs({ from: 5 })).toEqual([]);
    expect(log.getEvents(newSessionId())).toEqual([]);
  });

  test('lists sessions newest first', async () => {
    const log = temporaryLog();
    const sessions = [newSessionId(), newSessionId(), newSessionId()];
    for (const session of sessions) await log.append(session, 0, messages(1));
    expect(log.sessions().map(({ id }) => id)).toEqual([...sessions].reverse());
  });

  test.each([5_000, 100_000, 5_000_000])('gives back a body of %i characters', async (length) => {
    const log = temporaryLog();
    const session = newSessionId();
    const text = '🐑 and "quotes" \u0000\ud800'.repeat(Math.ceil(length / 20)).slice(0, length);
    await log.append(session, 0, [message(text), message(text), message('short')]);
    expect(log.getEvents(session)).toMatchObject([message(text), message(text), message('short')]);
    expect(log.verify(session)).toEqual({ ok: true, events: 3 });
  });
});
