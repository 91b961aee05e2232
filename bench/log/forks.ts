/** A fork of a long session beside a copy of its rows, and what a slice of a fork of forks costs. */
import { join } from 'node:path';
import { connectWriter } from '../../src/main/log/connect.ts';
import { newSessionId } from '../../src/main/log/ids.ts';
import { openLog, type Log } from '../../src/main/log/log.ts';
import { median, type Row } from '../support/row.ts';
import { event } from './events.ts';
import { makeLongSession } from './long-session.ts';
import { ratio, timed, us } from './time.ts';

const EVENTS = 100_000;
const DEPTH = 100;
/** Of each fork on the way down. */
const OWN_EVENTS = 100;
const SLICE = 100;
const ROUNDS = 2_000;
const COPIES = 3;
const FORKS = 150;

export async function forks(folder: string): Promise<Row[]> {
  const file = join(folder, 'forks.db');
  const { session, lines } = await makeLongSession(file, EVENTS);
  lines.close();
  const log = openLog(file);
  try {
    const [forked, appended] = [[] as number[], [] as number[]];
    const other = newSessionId();
    for (let i = 0; i < FORKS; i += 1) {
      forked.push(await timed(() => log.fork(session, EVENTS - i, [event(i)])));
      appended.push(await timed(() => log.append(other, i, [event(i)])));
    }
    const copied = copies(file, join(folder, 'copy.db'));
    return [
      {
        what: 'fork of 100,000 events, p50',
        measured: us(forked, 0.5),
        against: `copying its rows: ${us(copied, 0.5)}`,
        ratio: `${(1 / ratio(forked, copied)).toFixed(0)} x faster`,
        goal: '>= 1,000 x',
      },
      {
        what: 'fork of 100,000 events, p50',
        measured: us(forked, 0.5),
        against: `a durable append, which waits for the disk as often: ${us(appended, 0.5)}`,
        ratio: ratio(forked, appended).toFixed(2),
        goal: '',
      },
      await depths(log, session),
    ];
  } finally {
    await log.close();
  }
}

/** Into a table of the same columns without an index but the one that slices need. */
function copies(file: string, to: string): number[] {
  const db = connectWriter(to);
  db.prepare('ATTACH ? AS log').run(file);
  db.exec('CREATE TABLE copy AS SELECT * FROM log.event LIMIT 0; CREATE UNIQUE INDEX slice ON copy(session, seq)');
  const insert = db.prepare<[number, number]>(
    `INSERT INTO copy SELECT gid, ?, seq, ts, uid, type, hash, place, blob, data FROM log.event WHERE session = 1 AND seq <= ?`,
  );
  const times = Array.from({ length: COPIES }, (_, i) => {
    const start = performance.now();
    insert.run(i, EVENTS);
    return performance.now() - start;
  });
  db.close();
  return times;
}

async function depths(log: Log, root: string): Promise<Row> {
  const length = EVENTS + DEPTH * OWN_EVENTS;
  await log.append(
    root,
    EVENTS,
    Array.from({ length: DEPTH * OWN_EVENTS }, (_, i) => event(i)),
  );
  let deep = root;
  for (let depth = 0; depth < DEPTH; depth += 1) {
    const own = Array.from({ length: OWN_EVENTS }, (_, i) => event(depth * OWN_EVENTS + i));
    deep = (await log.fork(deep, EVENTS + depth * OWN_EVENTS, own)).session;
  }
  const times = { flat: [] as number[], deep: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const from = 1 + Math.floor(Math.random() * (length - SLICE));
    times.flat.push(await timed(() => log.getEvents(root, { from, limit: SLICE })));
    times.deep.push(await timed(() => log.getEvents(deep, { from, limit: SLICE })));
  }
  return {
    what: 'slice of 100 at depth 100, p50',
    measured: us(times.deep, 0.5),
    against: `at depth 0: ${(median(times.flat) * 1000).toFixed(0)} us`,
    ratio: ratio(times.deep, times.flat).toFixed(2),
    goal: '<= 1.1',
  };
}
