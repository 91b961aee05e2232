import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { NewEvent } from '../../shared/events.ts';
import { ProblemError } from '../../shared/problem.ts';
import { linkHash } from './chain.ts';
import { newEventId, newSessionId } from './ids.ts';
import { openLog } from './log.ts';
import { message, messages } from './testing-events.ts';
import { temporaryFile, temporaryLog } from './testing.ts';

const DAY = 86_400_000;
const PAGE = 4_096;

describe('a clock that jumps back a day', () => {
  afterEach(() => void vi.useRealTimers());

  test('changes the times and nothing else', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const file = temporaryFile();
    const log = temporaryLog(file);
    const [first, second] = [newSessionId(), newSessionId()];
    const before = await log.append(first, 0, messages(3));
    const { session: early } = await log.fork(first, 2, messages(1));
    vi.setSystemTime(Date.now() - DAY);
    const after = await log.append(first, 3, messages(3));
    await log.append(second, 0, messages(2));
    const { session: late } = await log.fork(first, 5, messages(1));
    expect(log.getEvents(first)).toEqual([...before, ...after]);
    expect(Date.parse(after[0]?.processed_at ?? '')).toBeLessThan(Date.parse(before[2]?.processed_at ?? ''));
    await log.close();
    const again = temporaryLog(file);
    for (const { id, head } of again.sessions()) expect(again.verify(id)).toEqual({ ok: true, events: head });
    expect(again.sessions().map(({ id }) => id)).toEqual(expect.arrayContaining([first, second, early, late]));
    const ids = again.sessions().flatMap(({ id }) => again.getEvents(id).map((event) => event.id));
    expect(new Set(ids).size).toBe(3 + 3 + 2 + 1 + 1);
  });
});

describe('a body that is too large', () => {
  // 500 MB: what it is made of is shared, so that only its JSON would be so long.
  const piece = 'x'.repeat(50 * 1024 * 1024);
  const huge: NewEvent = { type: 'user.message', content: Array.from({ length: 10 }, () => ({ type: 'text', text: piece })) };

  test('is refused with a problem, with the whole of its append, and the log goes on', async () => {
    const log = temporaryLog();
    const session = newSessionId();
    await log.append(session, 0, messages(1));
    const refused = await log.append(session, 1, [message('before'), huge]).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProblemError);
    expect(refused).toMatchObject({ problem: { what: expect.stringContaining('64 million'), where: 'user.message' } });
    await expect(log.fork(session, 1, [huge])).rejects.toBeInstanceOf(ProblemError);
    expect(log.sessions()).toMatchObject([{ id: session, head: 1 }]);
    expect(log.readOnly).toBeNull();
    await log.append(session, 1, messages(1));
    expect(log.verify(session)).toEqual({ ok: true, events: 2 });
  });

  test('is refused where only its JSON is', async () => {
    const escaped = message('\u0001'.repeat(12 * 1024 * 1024));
    await expect(temporaryLog().append(newSessionId(), 0, [escaped])).rejects.toBeInstanceOf(ProblemError);
  });

  test('is refused where it comes from another log, at its event', async () => {
    const log = temporaryLog();
    const session = newSessionId();
    await log.append(session, 0, messages(2));
    const rows = [...log.exportRows(session)].map((row) => (row.kind === 'event' && row.seq === 2 ? { ...row, text: piece + piece } : row));
    await expect(temporaryLog().takeIn(rows)).rejects.toMatchObject({ problem: { where: expect.stringContaining('event 2') } });
  });
});

test('an event type from the future is read, kept in a fork, carried to another log and verified', async () => {
  const origin = temporaryLog();
  const session = newSessionId();
  await origin.append(session, 0, messages(1));
  const rows = [...origin.exportRows(session)];
  const dream = { id: newEventId(), seq: 2, ts: Date.now(), type: 'dream.dreamt', text: '{"type":"dream.dreamt","about":[ "sheep" ]}' };
  const [first] = rows.filter((row) => row.kind === 'event');
  const hash = linkHash(first?.hash ?? '', dream);
  const log = temporaryLog();
  await log.takeIn([...rows, { kind: 'event', session, hash, ...dream }]);

  const { session: fork } = await log.fork(session, 2, messages(1));
  const expected = { type: 'unknown', originalType: 'dream.dreamt', data: { type: 'dream.dreamt', about: ['sheep'] } };
  expect([log.getEvents(session)[1], log.getEvents(fork)[1], log.getEvent(dream.id)]).toMatchObject([expected, expected, expected]);
  const other = temporaryLog();
  await other.takeIn(log.exportRows(fork));
  expect([...other.exportRows(fork)]).toEqual([...log.exportRows(fork)]);
  expect(other.verify(fork)).toEqual({ ok: true, events: 3 });
});

/** Overwrites the page that holds an event, found by how its text begins. */
function damagePageWith(file: string, text: string): void {
  const bytes = readFileSync(file);
  const page = Math.floor(bytes.indexOf(text) / PAGE);
  bytes.fill(0xff, page * PAGE, (page + 1) * PAGE);
  writeFileSync(file, bytes);
}

test('a damaged page of an ancestor ends a fork’s slices before it, is named by verify, and reaches nothing else', async () => {
  const file = temporaryFile();
  const log = openLog(file);
  const [parent, other] = [newSessionId(), newSessionId()];
  await log.append(other, 0, messages(3));
  await log.append(
    parent,
    0,
    Array.from({ length: 200 }, (_, i) => message(`${i} ${'x'.repeat(1_000)}`)),
  );
  const { session: fork } = await log.fork(parent, 150, messages(5));
  await log.close();
  damagePageWith(file, '"100 xxx');
  const opened = temporaryLog(file);
  const events = opened.getEvents(fork);
  expect(events.length).toBeLessThan(101);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
  expect(opened.getEvents(fork, { from: 151 })).toMatchObject(messages(5));
  const verification = opened.verify(fork);
  expect(verification).toMatchObject({ ok: false });
  expect(verification.ok ? 0 : verification.seq).toBe(events.length + 1);
  expect(opened.verify(other)).toEqual({ ok: true, events: 3 });
  expect(opened.readOnly?.what).toContain('damaged');
  expect(await opened.verifyGently(fork)).toEqual(verification);
});
