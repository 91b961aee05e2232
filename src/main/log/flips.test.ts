import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { newSessionId } from './ids.ts';
import type { Log } from './log.ts';
import { message } from './testing-events.ts';
import { temporaryFile, temporaryLog } from './testing.ts';

/** A session and a fork of its second event, with bodies that are kept in every way. */
async function forked(): Promise<{ log: Log; db: Database.Database; sessions: string[] }> {
  const file = temporaryFile();
  const log = temporaryLog(file);
  const parent = newSessionId();
  await log.append(parent, 0, [message('é first'), message('b'.repeat(4_200)), message('after the fork')]);
  const { session } = await log.fork(parent, 2, [message('\ud83d\udc11 mine'), message('c\u0000"'.repeat(12_000))]);
  const db = new Database(file);
  onTestFinished(() => void db.close());
  db.pragma('synchronous = OFF');
  const triggers = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all();
  for (const name of triggers) db.exec(`DROP TRIGGER ${name}`);
  return { log, db, sessions: [parent, session] };
}

interface Kept {
  key: number;
  bytes: Buffer;
}

const PLACES = [
  { where: 'in the row', table: 'event', key: 'gid', type: 'TEXT' },
  { where: 'beside the row', table: 'big', key: 'gid', type: 'TEXT' },
  { where: 'compressed', table: 'blob', key: 'id', type: 'BLOB' },
] as const;

test.each(PLACES)(
  'a flipped byte anywhere in a body $where is found, at the event that has it',
  { timeout: 60_000 },
  async ({ table, key, type }) => {
    const { log, db, sessions } = await forked();
    const kept = db.prepare<[], Kept>(`SELECT ${key} AS key, CAST(data AS BLOB) AS bytes FROM ${table}`).all();
    const put = db.prepare<[Buffer, number]>(`UPDATE ${table} SET data = CAST(? AS ${type}) WHERE ${key} = ?`);
    const event = table === 'blob' ? 'blob' : 'gid';
    const readers = db.prepare<[number], { session: string; seq: number }>(
      `SELECT s.uid AS session, e.seq FROM event e JOIN segment g ON g.owner = e.session AND e.seq BETWEEN g.lo AND g.hi
       JOIN session s ON s.id = g.session WHERE e.${event} = ?`,
    );
    const before = sessions.map((session) => log.getEvents(session));
    let flips = 0;
    const unseen: number[] = [];
    for (const { key: row, bytes } of kept) {
      const of = readers.all(row);
      expect(of.length).toBeGreaterThan(0);
      for (let at = 0; at < bytes.length; at += 1) {
        // One bit of each byte, another of the eight each time; each session that reads the body looks in turn.
        const flipped = Buffer.from(bytes);
        flipped[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
        put.run(flipped, row);
        flips += 1;
        const { session = '', seq } = of[at % of.length] ?? {};
        const found = log.verify(session);
        if (found.ok) unseen.push(at);
        else expect(found.seq).toBe(seq);
      }
      put.run(bytes, row);
    }
    expect(flips).toBeGreaterThan(200); // the compressed one is the shortest
    // Compression leaves a few bits that mean nothing, in its last byte before the checksum: the body is the same with them.
    expect(unseen.length).toBeLessThanOrEqual(table === 'blob' ? 1 : 0);
    expect(sessions.map((session) => log.getEvents(session))).toEqual(before);
    for (const session of sessions) expect(log.verify(session)).toMatchObject({ ok: true });
  },
);
