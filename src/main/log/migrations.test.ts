import Database from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
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

test('every released schema has a fixture, and a new log has the newest', () => {
  for (let version = 1; version <= SCHEMA_VERSION; version += 1) expect(released(version)).toBeTruthy();
  const file = temporaryFile();
  temporaryLog(file);
  const db = new Database(file, { readonly: true });
  expect(schemaVersion(db)).toBe(SCHEMA_VERSION);
  db.close();
});

describe('a log of schema version 1', () => {
  const before = [
    { ...message('Make it so.'), id: 'sevt_0000000fixture1' },
    { type: 'session.status_running' },
    message('over 4 KB '.repeat(450)),
    message('over 64 KB '.repeat(6_500)),
  ];

  test('reads as it was written, with types that this version does not know', () => {
    const log = temporaryLog(released(1));
    expect(log.readOnly).toBeNull();
    expect(log.getEvents(SESSION)).toMatchObject([
      ...before,
      { type: 'unknown', originalType: 'dream.dreamt', data: { type: 'dream.dreamt', about: 'sheep' } },
      message('After the fork.'),
    ]);
    expect(log.verify(SESSION)).toEqual({ ok: true, events: 6 });
  });

  test('reads a fork through the session that it was forked from', () => {
    const log = temporaryLog(released(1));
    const events = [...before.slice(0, 3), message('In the fork.')];
    expect(log.getEvents(FORK)).toMatchObject(events);
    expect(log.getEvents(FORK, { order: 'desc', from: 2, to: 3 })).toMatchObject(events.slice(1, 3).reverse());
    expect([log.head(FORK), log.head(SESSION)]).toEqual([4, 6]);
    expect(log.verify(FORK)).toEqual({ ok: true, events: 4 });
    expect(log.sessions()).toMatchObject([
      { id: FORK, head: 4 },
      { id: SESSION, head: 6 },
    ]);
  });

  test('is appended to, the fork and its origin each for itself', async () => {
    const log = temporaryLog(released(1));
    await Promise.all([log.append(SESSION, 6, messages(2)), log.append(FORK, 4, messages(3))]);
    expect(log.verify(SESSION)).toEqual({ ok: true, events: 8 });
    expect(log.verify(FORK)).toEqual({ ok: true, events: 7 });
  });
});
