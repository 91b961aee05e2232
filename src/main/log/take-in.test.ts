import { describe, expect, test } from 'vitest';
import { ProblemError } from '../../shared/problem.ts';
import type { LogRow } from './export-rows.ts';
import { newSessionId } from './ids.ts';
import type { Log } from './log.ts';
import { message, messages } from './testing-events.ts';
import { temporaryLog } from './testing.ts';

/** A fork of a fork, with bodies that are kept in every way. */
async function lineage(): Promise<{ log: Log; root: string; middle: string; leaf: string }> {
  const log = temporaryLog();
  const root = newSessionId();
  await log.append(root, 0, [...messages(600), message('b'.repeat(10_000)), message('\ud800 é "c"'.repeat(20_000)), ...messages(10)]);
  const middle = (await log.fork(root, 605, messages(3))).session;
  const leaf = (await log.fork(middle, 602, [message('leaf')])).session;
  return { log, root, middle, leaf };
}

const rowsOf = (log: Log, session: string): LogRow[] => [...log.exportRows(session)];

test('a session comes back in another log as it was, its ancestors up to where it needs them', async () => {
  const { log, root, middle, leaf } = await lineage();
  const rows = rowsOf(log, leaf);
  const other = temporaryLog();
  expect(await other.takeIn(rows)).toEqual({ sessions: [root, middle, leaf], added: 606 });
  expect(rowsOf(other, leaf)).toEqual(rows);
  expect(other.getEvents(leaf)).toEqual(log.getEvents(leaf));
  expect([root, middle, leaf].map((session) => other.verify(session))).toEqual([605, 605, 603].map((events) => ({ ok: true, events })));
  expect(other.lineage()).toEqual(log.lineage());
  expect(other.sessions()).toMatchObject(log.sessions().map(({ id, createdAt }) => ({ id, createdAt })));
});

test('taken in again it adds only what is new', async () => {
  const { log, root, middle, leaf } = await lineage();
  const other = temporaryLog();
  await other.takeIn(rowsOf(log, leaf));
  expect(await other.takeIn(rowsOf(log, leaf))).toEqual({ sessions: [root, middle, leaf], added: 0 });
  await log.append(leaf, 603, messages(2));
  expect(await other.takeIn(rowsOf(log, leaf))).toMatchObject({ added: 2 });
  expect(await other.takeIn(rowsOf(log, middle))).toMatchObject({ sessions: [root, middle], added: 3 });
  expect(await other.takeIn(rowsOf(log, root))).toMatchObject({ sessions: [root], added: 7 });
  expect(await log.takeIn(rowsOf(other, leaf))).toMatchObject({ added: 0 });
  for (const session of [root, middle, leaf]) expect(other.verify(session)).toEqual({ ok: true, events: log.head(session) });
});

test('a log that has more of the session already keeps it', async () => {
  const { log, leaf } = await lineage();
  const before = rowsOf(log, leaf);
  await log.append(leaf, 603, messages(5));
  expect(await log.takeIn(before)).toMatchObject({ added: 0 });
  expect(log.verify(leaf)).toEqual({ ok: true, events: 608 });
});

test('a session that went on otherwise is refused at the first event that differs, and what is there stays', async () => {
  const { log, leaf } = await lineage();
  const other = temporaryLog();
  await other.takeIn(rowsOf(log, leaf));
  await log.append(leaf, 603, [message('here')]);
  await other.append(leaf, 603, [message('there')]);
  const refused = await other.takeIn(rowsOf(log, leaf)).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ProblemError);
  expect(refused).toMatchObject({ problem: { where: `session ${leaf}, event 604` } });
  expect(other.verify(leaf)).toEqual({ ok: true, events: 604 });
  expect(other.getEvents(leaf, { from: 604 })).toMatchObject([message('there')]);
});

describe('rows that were damaged on their way', () => {
  const change = (rows: LogRow[], at: number, to: object): LogRow[] => rows.map((row, i) => (i === at ? { ...row, ...to } : row));
  const without = (rows: LogRow[], at: number): LogRow[] => rows.filter((_, i) => i !== at);

  test.each([
    ['a body', (rows: LogRow[]) => change(rows, 3, { text: '{"type":"user.interrupt"}' }), 'event 3'],
    ['a body that is no JSON', (rows: LogRow[]) => change(rows, 3, { text: '{' }), 'event 3'],
    ['an id', (rows: LogRow[]) => change(rows, 3, { id: 'sevt_0000000other1' }), 'event 3'],
    ['what is no id', (rows: LogRow[]) => change(rows, 3, { id: '../../etc' }), 'event 3'],
    ['a time', (rows: LogRow[]) => change(rows, 3, { ts: 1 }), 'event 3'],
    ['a type', (rows: LogRow[]) => change(rows, 3, { type: 'user.interrupt' }), 'event 3'],
    ['a hash', (rows: LogRow[]) => change(rows, 3, { hash: '00' }), 'event 3'],
    ['an event that is gone', (rows: LogRow[]) => without(rows, 3), 'event 4'],
    ['a session that is gone', (rows: LogRow[]) => rows.slice(1), 'event 1'],
    ['an ancestor that is gone', (rows: LogRow[]) => rows.slice(-2), 'event 602'],
    ['a session’s time', (rows: LogRow[]) => change(rows, 0, { madeAt: 5 }), 'event 1'],
    ['a session’s name', (rows: LogRow[]) => change(rows, 0, { id: 'sesn_0000000other1' }), 'event 1'],
    ['what is no session', (rows: LogRow[]) => change(rows, 0, { id: 'x' }), 'session x'],
  ])('%s: named, and nothing false is stored', async (_, damage, where) => {
    const { log, leaf } = await lineage();
    const other = temporaryLog();
    const refused = await other.takeIn(damage(rowsOf(log, leaf))).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProblemError);
    expect(refused).toMatchObject({ problem: { where: expect.stringContaining(where) } });
    expect(other.readOnly).toBeNull();
    for (const { id, head } of other.sessions()) expect(other.verify(id)).toEqual({ ok: true, events: head });
  });
});
