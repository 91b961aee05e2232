/** Many sessions that append at once, beside a commit for each event. */
import { performance } from 'node:perf_hooks';
import { newSessionId } from '../../src/main/log/ids.ts';
import type { Log } from '../../src/main/log/log.ts';
import type { Row } from '../support/row.ts';
import { event } from './events.ts';
import { timed } from './time.ts';

const SESSIONS = 64;
const EVENTS_A_SESSION = 100;
/** Taken in turn, so that a noisy machine is noisy for both; the first round is not counted. */
const ROUNDS = 4;

interface Throughput {
  perSecond: number;
  /** Share of the time in which the main thread could do nothing else, 0 to 1. */
  busy: number;
}

export async function manySessions(log: Log): Promise<Row[]> {
  await startedThread(log);
  const rounds: { alone: Throughput; together: Throughput }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push({ alone: await oneByOne(log), together: await allAtOnce(log) });
  const mean = (of: 'alone' | 'together'): Throughput => {
    const counted = rounds.slice(1).map((round) => round[of]);
    const total = (key: keyof Throughput): number => counted.reduce((sum, each) => sum + each[key], 0) / counted.length;
    return { perSecond: total('perSecond'), busy: total('busy') };
  };
  const show = ({ perSecond, busy }: Throughput): string =>
    `${perSecond.toFixed(0)} events/s, main thread busy ${(busy * 100).toFixed(0)} %`;
  const [alone, together] = [mean('alone'), mean('together')];
  return [
    {
      what: '64 sessions at once',
      measured: show(together),
      against: `a commit an event: ${show(alone)}`,
      ratio: (together.perSecond / alone.perSecond).toFixed(1),
      goal: '>= 9, busy <= 25 %',
    },
  ];
}

/** Each event waits for the one before it, whatever its session. */
const oneByOne = (log: Log): Promise<Throughput> =>
  throughput(async (sessions) => {
    for (let head = 0; head < EVENTS_A_SESSION; head += 1) {
      for (const [i, session] of sessions.entries()) await log.append(session, head, [event(i + head)]);
    }
  });

/** Each event waits for the one before it in its own session. */
const allAtOnce = (log: Log): Promise<Throughput> =>
  throughput(async (sessions) => {
    const drive = async (session: string, i: number): Promise<void> => {
      for (let head = 0; head < EVENTS_A_SESSION; head += 1) await log.append(session, head, [event(i + head)]);
    };
    await Promise.all(sessions.map(drive));
  });

async function throughput(work: (sessions: string[]) => Promise<void>): Promise<Throughput> {
  const sessions = Array.from({ length: SESSIONS }, newSessionId);
  const before = performance.eventLoopUtilization();
  const ms = await timed(() => work(sessions));
  return { perSecond: (SESSIONS * EVENTS_A_SESSION * 1000) / ms, busy: performance.eventLoopUtilization(before).utilization };
}

/** Appends until the store's thread answers, so that its start is not measured. */
async function startedThread(log: Log): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 500));
  await Promise.all(Array.from({ length: 8 }, () => log.append(newSessionId(), 0, [event(0)])));
}
