import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { newSessionId } from './ids.ts';
import type { Log } from './log.ts';
import { message, messages } from './testing-events.ts';
import { temporaryFile, temporaryLog } from './testing.ts';

/** A session whose events 1 to 5 are kept in every way: short, over 4 KB, over 64 KB. The tampering is another's. */
async function tampering(): Promise<{ log: Log; session: string; db: Database.Database }> {
  const file = temporaryFile();
  const log = temporaryLog(file);
  const session = newSessionId();
  await log.append(newSessionId(), 0, [message('another session')]);
  const texts = ['first', 'b'.repeat(10_000), 'c'.repeat(100_000), 'fourth', 'last'];
  await log.append(session, 0, texts.map(message));
  // Ids are looked up in two places: where the first block of them is full, the session's are in the one that holds most.
  await log.append(newSessionId(), 0, messages(26));
  const db = new Database(file);
  onTestFinished(() => void db.close());
  return { log, session, db };
}

function withoutTriggers(db: Database.Database): void {
  const names = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all();
  for (const name of names) db.exec(`DROP TRIGGER ${name}`);
  db.pragma('foreign_keys = OFF');
}

describe('the database', () => {
  test.each([
    "UPDATE event SET data = '{}' WHERE seq = 1",
    'DELETE FROM event WHERE seq = 5',
    "UPDATE big SET data = '{}'",
    'DELETE FROM big',
    "UPDATE blob SET data = x'00'",
    'DELETE FROM blob',
    'UPDATE segment SET hi = 2',
    'DELETE FROM segment',
    'UPDATE session SET created_at = 0',
    'DELETE FROM session',
    'UPDATE event_id SET gid = 0',
    'DELETE FROM event_id',
  ])('refuses %s', async (sql) => {
    const { db, log, session } = await tampering();
    expect(() => db.exec(sql)).toThrow('append-only');
    expect(log.verify(session)).toEqual({ ok: true, events: 5 });
  });

  test('refuses what would replace an event', async () => {
    const { db, log, session } = await tampering();
    db.pragma('recursive_triggers = ON');
    expect(() => db.exec('INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 2')).toThrow('append-only');
    expect(log.verify(session)).toEqual({ ok: true, events: 5 });
  });
});

describe('verify', () => {
  const flipText = (column: string): string => `${column} = 'z' || substr(${column}, 2)`;
  const flipLast = (column: string): string => `${column} = CAST(substr(${column}, 1, length(${column}) - 1) || x'00' AS BLOB)`;

  test.each([
    ['the session', 3, 'session = 1000'],
    ['the session of the last one', 5, 'session = 1000'],
    ['the position', 3, 'seq = 30'],
    ['the position of the last one', 5, 'seq = 6'],
    ['the place over all sessions', 5, 'gid = 0'],
    ['the time', 1, 'ts = ts + 1'],
    ['the time of the last one', 5, 'ts = ts - 1'],
    ['the id', 4, flipText('uid')],
    ['the type', 4, flipText('type')],
    ['the hash', 4, flipLast('hash')],
    ['the hash of the last one', 5, flipLast('hash')],
    ['the body', 1, flipText('data')],
    ['the body of the last one', 5, "data = replace(data, 'last', 'lost')"],
    ['the preview of a big body', 2, flipText('data')],
    ['the preview of a large body', 3, flipText('data')],
    ['where the body is kept', 2, 'place = 0'],
    ['where a large body is kept', 3, 'place = 1'],
    ['which blob it is', 3, 'blob = 7'],
  ])('finds that %s of an event changed', async (_, seq, change) => {
    const { log, session, db } = await tampering();
    withoutTriggers(db);
    const { changes } = db.prepare(`UPDATE event SET ${change} WHERE session = 2 AND seq = ?`).run(seq);
    expect(changes).toBe(1);
    expect(log.verify(session)).toMatchObject({ ok: false, seq });
  });

  test.each([
    ['a body over 4 KB', 2, `UPDATE big SET ${flipText('data')}`],
    ['the end of a body over 4 KB', 2, "UPDATE big SET data = replace(data, 'b\"', 'a\"')"],
    ['a body over 64 KB', 3, `UPDATE blob SET ${flipLast('data')}`],
    ['which event a body belongs to', 2, 'UPDATE big SET gid = 1'],
    ['a body that is gone', 2, 'DELETE FROM big'],
    ['a blob that is gone', 3, 'DELETE FROM blob'],
    ['an event that is gone', 3, 'DELETE FROM event WHERE session = 2 AND seq = 3'],
    ['the first event that is gone', 1, 'DELETE FROM event WHERE session = 2 AND seq = 1'],
    ['the entry of an id that is looked up', 2, 'UPDATE event_id SET gid = 1 WHERE gid = 3'],
    ['an id that is no longer looked up', 4, 'DELETE FROM event_id WHERE gid = 5'],
    ['when the session was made', 1, 'UPDATE session SET created_at = created_at - 1 WHERE id = 2'],
    ['what the session is called', 0, `UPDATE session SET ${flipText('uid')} WHERE id = 2`],
    ['where a segment begins', 1, 'UPDATE segment SET lo = 2 WHERE session = 2'],
    ['where a segment ends', 5, 'UPDATE segment SET hi = 4 WHERE session = 2'],
    ['whose events a segment has', 1, 'UPDATE segment SET owner = 1 WHERE session = 2'],
    ['where it was forked', 0, 'UPDATE session SET fork_seq = 2 WHERE id = 2'],
    ['what it was forked from', 0, 'UPDATE session SET parent = 1 WHERE id = 2'],
  ])('finds a change of %s', async (_, seq, sql) => {
    const { log, session, db } = await tampering();
    withoutTriggers(db);
    db.exec(sql);
    expect(log.verify(session)).toMatchObject({ ok: false, seq });
  });

  test('tells of a session that is not there', () => {
    expect(temporaryLog().verify(newSessionId())).toMatchObject({ ok: false, seq: 0 });
  });
});

test('an event whose body is damaged is shown as unknown, and the log is not written from then on', async () => {
  const { log, session, db } = await tampering();
  withoutTriggers(db);
  db.exec("UPDATE blob SET data = x'00'");
  expect(log.getEvents(session).map(({ type }) => type)).toEqual([
    'user.message',
    'user.message',
    'unknown',
    'user.message',
    'user.message',
  ]);
  expect(log.readOnly?.what).toContain('damaged');
});
