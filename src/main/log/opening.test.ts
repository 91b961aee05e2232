import Database from 'better-sqlite3';
import { chmodSync, closeSync, copyFileSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ProblemError } from '../../shared/problem.ts';
import { connectWriter } from './connect.ts';
import { newSessionId } from './ids.ts';
import { openLog } from './log.ts';
import { message, messages } from './testing-events.ts';
import { temporaryFile, temporaryFolder, temporaryLog } from './testing.ts';

/** A closed log with one session. */
async function made(count: number, text = 'hello'): Promise<{ file: string; session: string }> {
  const file = temporaryFile();
  const log = openLog(file);
  const session = newSessionId();
  for (let head = 0; head < count; head += 1) await log.append(session, head, [message(`${text} ${head}`)]);
  await log.close();
  return { file, session };
}

/** What openLog throws. */
function refusal(file: string): unknown {
  try {
    openLog(file);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('a connection that writes', () => {
  test('is durable: WAL, synchronous FULL, and its triggers fire for every way to delete', () => {
    const db = connectWriter(temporaryFile());
    onTestFinished(() => void db.close());
    const pragma = (name: string): unknown => db.pragma(name, { simple: true });
    expect([pragma('journal_mode'), pragma('synchronous')]).toEqual(['wal', 2]);
    expect([pragma('foreign_keys'), pragma('recursive_triggers'), pragma('trusted_schema')]).toEqual([1, 1, 0]);
    expect(pragma('busy_timeout')).toBeGreaterThan(0);
  });
});

describe('opening', () => {
  test('makes the folders that are missing', async () => {
    const log = temporaryLog(join(temporaryFolder(), 'a', 'b', 'log.db'));
    await log.append(newSessionId(), 0, messages(1));
    expect(log.readOnly).toBeNull();
  });

  test('takes an empty file for a new log', async () => {
    const file = temporaryFile();
    writeFileSync(file, '');
    await temporaryLog(file).append(newSessionId(), 0, messages(1));
  });

  test('a log of a newer version reads it, says so, and writes nothing', async () => {
    const { file, session } = await made(3);
    const db = new Database(file);
    db.exec('ALTER TABLE event ADD COLUMN mood TEXT; PRAGMA user_version = 99');
    db.close();
    const before = readFileSync(file);
    const log = temporaryLog(file);
    expect(log.readOnly).toMatchObject({ what: expect.stringContaining('newer version'), where: file });
    expect(log.getEvents(session)).toHaveLength(3);
    expect(log.verify(session)).toEqual({ ok: true, events: 3 });
    await expect(log.append(session, 3, messages(1))).rejects.toMatchObject({ problem: log.readOnly });
    await log.close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test.each([0.1, 0.5, 0.9])('a log cut off at %d of its length reads what is left, and says how much', async (share) => {
    const { file, session } = await made(200, 'x'.repeat(1_000));
    truncateSync(file, Math.floor(readFileSync(file).length * share));
    const log = temporaryLog(file);
    expect(log.readOnly?.what).toMatch(/damaged.*missing at the end.*reading only.*can still be read/);
    const events = log.getEvents(session);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
    expect(events.length).toBeLessThan(200);
    await expect(log.append(session, 200, messages(1))).rejects.toBeInstanceOf(ProblemError);
    expect(log.verify(session)).toMatchObject({ ok: false });
    expect(log.sessions().map(({ id }) => id)).toEqual([session]);
  });

  test('a log with an overwritten part stops before it and refuses to be written from then on', async () => {
    const { file, session } = await made(400, 'x'.repeat(1_000));
    const fd = openSync(file, 'r+');
    writeSync(fd, Buffer.alloc(40 * 4096, 0xff), 0, 40 * 4096, 60 * 4096);
    closeSync(fd);
    const log = temporaryLog(file);
    const events = log.getEvents(session);
    expect(events.length).toBeLessThan(400);
    expect(log.readOnly).toMatchObject({ what: expect.stringContaining('damaged'), where: file });
    await expect(log.append(session, 400, messages(1))).rejects.toBeInstanceOf(ProblemError);
  });

  test('garbage, another program’s database and a file cut to its header throw a problem and stay as they are', async () => {
    const garbage = temporaryFile();
    writeFileSync(garbage, 'This is a letter, not a log. '.repeat(500));
    const foreign = temporaryFile();
    new Database(foreign).exec('CREATE TABLE recipe(id INTEGER PRIMARY KEY)').close();
    const { file: stump } = await made(20);
    truncateSync(stump, 50);
    for (const file of [garbage, foreign, stump]) {
      const before = readFileSync(file);
      const error = refusal(file);
      expect(error).toBeInstanceOf(ProblemError);
      expect(error).toMatchObject({ problem: { where: file, todo: expect.stringContaining('Move the file away') } });
      expect(readFileSync(file).equals(before)).toBe(true);
    }
  });

  test('two at once make one log', async () => {
    const file = temporaryFile();
    const [first, second] = [temporaryLog(file), temporaryLog(file)];
    const session = newSessionId();
    await first.append(session, 0, messages(1));
    await second.append(session, 1, messages(1));
    expect(first.getEvents(session)).toEqual(second.getEvents(session));
  });
});

// Who may do anything is refused nothing: root gives its rights up for these.
describe.skipIf(process.platform === 'win32')('in a folder that cannot be written', () => {
  const NOBODY = 65_534;

  function withoutRights(): void {
    if (process.geteuid?.() !== 0) return;
    process.seteuid?.(NOBODY);
    onTestFinished(() => void process.seteuid?.(0));
  }

  function lock(folder: string): void {
    chmodSync(folder, 0o555);
    onTestFinished(() => chmodSync(folder, 0o755));
  }

  test('a log is read, and says why it is not written', async () => {
    const { file, session } = await made(5);
    chmodSync(file, 0o444);
    lock(dirname(file));
    withoutRights();
    const log = temporaryLog(file);
    expect(log.readOnly).toMatchObject({ what: expect.stringContaining('cannot be written'), where: file });
    expect(log.getEvents(session)).toHaveLength(5);
    await expect(log.append(session, 5, messages(1))).rejects.toMatchObject({ problem: log.readOnly });
  });

  test('a log that was not closed is read to its last event', async () => {
    const [original, file] = [temporaryFile(), temporaryFile()];
    const session = newSessionId();
    await temporaryLog(original).append(session, 0, messages(7));
    for (const suffix of ['', '-wal']) copyFileSync(original + suffix, file + suffix);
    lock(dirname(file));
    withoutRights();
    expect(temporaryLog(file).getEvents(session)).toHaveLength(7);
  });

  test('a new log is refused with a problem', () => {
    const folder = temporaryFolder();
    lock(folder);
    withoutRights();
    expect(refusal(join(folder, 'log.db'))).toMatchObject({ problem: { what: expect.stringContaining('cannot be made') } });
  });
});
