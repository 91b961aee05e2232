/** Slices at random of a long session, parsed. */
import { join } from 'node:path';
import { openLog } from '../../src/main/log/log.ts';
import type { Row } from '../support/row.ts';
import { makeLongSession } from './long-session.ts';
import { ratio, timed, us } from './time.ts';

const EVENTS = 1_000_000;
const SLICE = 100;
const ROUNDS = 1_500;
const WARM_UP = 300;

export async function slices(folder: string): Promise<Row[]> {
  const file = join(folder, 'long.db');
  const { session, lines } = await makeLongSession(file, EVENTS, true);
  const log = openLog(file);
  const [own, indexed] = [[] as number[], [] as number[]];
  for (let round = 0; round < ROUNDS; round += 1) {
    const from = 1 + Math.floor(Math.random() * (EVENTS - SLICE));
    const theirs = await timed(() => lines.read(from, SLICE));
    const ours = await timed(() => log.getEvents(session, { from: from + SLICE / 2, limit: SLICE }));
    if (round < WARM_UP) continue;
    indexed.push(theirs);
    own.push(ours);
  }
  lines.close();
  await log.close();
  return [
    {
      what: 'slice of 100 of 1M, p50',
      measured: us(own, 0.5),
      against: `pread on an indexed JSONL: ${us(indexed, 0.5)}`,
      ratio: ratio(own, indexed).toFixed(2),
      goal: '<= 1.15',
    },
  ];
}
