/** kill -9 of the application while a session is rewound and takes up its work: nothing is lost, nothing is made twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canStartBox } from '../box/box.ts';
import { openArena, type Arena } from './arena.ts';
import type { Death, Life } from './life.ts';
import { randomOf } from './random.ts';

/** Instants at which the application is killed; more make a longer soak. */
const INSTANTS = Number(process.env['DROVER_CRASH_FORK_INSTANTS'] ?? 20);
/** Begins the row of instants; told where one of them fails. */
const SEED = Number(process.env['DROVER_CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** Far beyond what it takes: each life has its own limit. */
const LIMIT_MS = 10 * 60_000 + INSTANTS * 20_000;

describe.skipIf(!canStartBox)('a session that is rewound while the application is killed', { timeout: LIMIT_MS }, () => {
  let arena: Arena;
  beforeAll(async () => void (arena = await openArena(24)));
  afterAll(() => arena.remove());

  it('before and after the fork is made, and at each point of its first life and each append', async () => {
    const at = async (kind: 'point' | 'batch'): Promise<string[]> => {
      let lived: readonly Life[] = [];
      const events = await arena.fork(`${kind}s`, (lives): Death => ({ kind, past: placesOf((lived = lives)) }));
      expect(events[0]).toMatchObject({ type: 'session.forked' });
      return placesOf(lived);
    };
    const [points, batches] = await Promise.all([at('point'), at('batch')]);
    expect(points.slice(0, 2)).toEqual(['fork.before', 'fork.after']);
    expect(points).toEqual(expect.arrayContaining(['provision.before', 'seed.after', 'request.before', 'execute.after', 'verdict.after']));
    expect(batches).toEqual(expect.arrayContaining(['after session.status_running', expect.stringContaining('after sandbox.provisioned')]));
    await arena.expectNothingLeft();
  });

  it('or by three processes at once: each has its own, whole, and its calls ran once', async () => {
    await arena.forkAtOnce('at-once', 3);
    await arena.expectNothingLeft();
  });

  it(`at ${INSTANTS} random instants (seed ${SEED})`, async () => {
    const random = randomOf(SEED);
    let left = INSTANTS;
    for (let forks = 1; left > 0; forks += 1) {
      let kills = 0;
      const next = (lives: readonly Life[]): Death | null => {
        kills = lives.filter(({ killed }) => killed).length;
        if (kills >= left) return null;
        return { kind: 'instant', afterEvents: Math.floor(random() * 8), delayMs: random() * 300, all: random() < 0.5 };
      };
      await arena.fork(`instants-${forks}`, next);
      left -= kills;
    }
    await arena.expectNothingLeft();
  });
});

const placesOf = (lives: readonly Life[]): string[] =>
  lives.flatMap(({ told }) => told.flatMap((line) => (line.t === 'dies' ? [line.at] : [])));
