import Database from 'better-sqlite3';
import { readFileSync, statSync, truncateSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LogDuplicate } from './conflict.ts';
import { SCHEMA_VERSION, schemaVersion } from './migrate.ts';
import { message, messages } from './testing-events.ts';
import { temporaryFile, temporaryLog } from './testing.ts';

const SESSION = 'sesn_0000000fixture1';
const FORK = 'sesn_0000000fixture2';

/** A file as a released version left it. */
function released(version: number): string {
  const file = temporaryFile();
  const db = new Database(file);
  db.exec(readFileSync(new URL(`fixtures/version-${version}.sql`, import.meta.url), 'utf8'));
  db.close();
  return file;
}

function schemaVersionOf(file: string): number {
  const db = new Database(file, { readonly: true });
  const version = schemaVersion(db);
  db.close();
  return version;
}

test('every released schema has a fixture, and a new log has the newest', () => {
  for (let version = 1; version <= SCHEMA_VERSION; version += 1) expect(released(version)).toBeTruthy();
  const file = temporaryFile();
  temporaryLog(file);
  expect(schemaVersionOf(file)).toBe(SCHEMA_VERSION);
});

test('a log of any released version that was brought up to date is like a new one', () => {
  const schema = (file: string): unknown => {
    temporaryLog(file);
    const db = new Database(file, { readonly: true });
    const found = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name').all();
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
    return found;
  };
  for (let version = 1; version <= SCHEMA_VERSION; version += 1) expect(schema(released(version))).toEqual(schema(temporaryFile()));
});

test('a log of schema version 1 that is damaged is read as it is', () => {
  const file = released(1);
  truncateSync(file, statSync(file).size - 1);
  const log = temporaryLog(file);
  expect(log.readOnly?.what).toContain('damaged');
  expect(log.getEvents(SESSION, { to: 2 })).toMatchObject([message('Make it so.'), { type: 'session.status_running' }]);
  expect(log.getEvent('sevt_0000000fixture1')).toMatchObject({ session: SESSION, seq: 1 });
  expect([...log.known(['sevt_0000000fixture2', 'sevt_0000000fixture9'])]).toEqual(['sevt_0000000fixture2']);
  expect(schemaVersionOf(file)).toBe(1);
});

test('a log of schema version 2 finds events by their ids, and refuses them again, in a full block and after it', async () => {
  const log = temporaryLog(released(2));
  const session = 'sesn_0000000fixture3';
  for (const [id, seq] of [
    ['sevt_0000000fixture8', 1],
    ['sevt_0000000fixture32', 25],
    ['sevt_0000000fixture33', 26],
  ] as const) {
    expect(log.getEvent(id)).toMatchObject({ id, session, seq });
    await expect(log.append(session, 30, [{ ...message('again'), id }])).rejects.toBeInstanceOf(LogDuplicate);
  }
  expect(log.verify(session)).toEqual({ ok: true, events: 30 });
});

describe.each([1, 2])('a log of schema version %i', (version) => {
  const before = [
    { ...message('Make it so.'), id: 'sevt_0000000fixture1' },
    { type: 'session.status_running' },
    message('over 4 KB '.repeat(450)),
    message('over 64 KB '.repeat(6_500)),
  ];

  test('reads as it was written, with types that this version does not know', () => {
    const log = temporaryLog(released(version));
    expect(log.readOnly).toBeNull();
    expect(log.getEvents(SESSION)).toMatchObject([
      ...before,
      { type: 'unknown', originalType: 'dream.dreamt', data: { type: 'dream.dreamt', about: 'sheep' } },
      message('After the fork.'),
    ]);
    expect(log.verify(SESSION)).toEqual({ ok: true, events: 6 });
  });

  test('reads a fork through the session that it was forked from', () => {
    const log = temporaryLog(released(version));
    const events = [...before.slice(0, 3), message('In the fork.')];
    expect(log.getEvents(FORK)).toMatchObject(events);
    expect(log.getEvents(FORK, { order: 'desc', from: 2, to: 3 })).toMatchObject(events.slice(1, 3).reverse());
    expect([log.head(FORK), log.head(SESSION)]).toEqual([4, 6]);
    expect(log.verify(FORK)).toEqual({ ok: true, events: 4 });
    expect(log.sessions()).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: FORK, head: 4 }), expect.objectContaining({ id: SESSION, head: 6 })]),
    );
  });

  test('is appended to, the fork and its origin each for itself', async () => {
    const log = temporaryLog(released(version));
    await Promise.all([log.append(SESSION, 6, messages(2)), log.append(FORK, 4, messages(3))]);
    expect(log.verify(SESSION)).toEqual({ ok: true, events: 8 });
    expect(log.verify(FORK)).toEqual({ ok: true, events: 7 });
  });
});
