/** kill -9 of the application in the middle of sessions on an SSH box: nothing is lost, every tool call runs once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Point } from '../../src/main/harness/points.ts';
import { canStartBox } from '../box/box.ts';
import { openArena, type Arena } from './arena.ts';
import type { Death, Life } from './life.ts';
import { randomOf } from './random.ts';

/** Instants at which the application is killed; more make a longer soak. */
const INSTANTS = Number(process.env['DROVER_CRASH_INSTANTS'] ?? 200);
/** Begins the row of instants; told where one of them fails. */
const SEED = Number(process.env['DROVER_CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const AT_ONCE = 2;
/** After so many kills a session may end in peace. */
const KILLS_A_SESSION = 20;
/** Far beyond what it takes: each life has its own limit. */
const LIMIT_MS = 10 * 60_000 + INSTANTS * 20_000;

/** Every point that a session of one line passes whose spec has no setup. */
const points: Record<Exclude<Point, `${'fork' | 'setup' | 'cut'}.${string}`>, true> = {
  'append.before': true,
  'append.after': true,
  'provision.before': true,
  'provision.after': true,
  'seed.before': true,
  'seed.after': true,
  'request.before': true,
  'request.after': true,
  'execute.before': true,
  'execute.after': true,
  'snapshot.before': true,
  'snapshot.after': true,
  'collect.before': true,
  'collect.after': true,
  'verdict.before': true,
  'verdict.after': true,
  'release.before': true,
  'release.after': true,
};

describe.skipIf(!canStartBox)('the application killed on an SSH box', () => {
  let arena: Arena;
  beforeAll(async () => void (arena = await openArena(60)));
  afterAll(() => arena.remove());

  it('at every named point, and before and after each append', { timeout: LIMIT_MS }, async () => {
    const at = async (kind: 'point' | 'batch'): Promise<{ past: string[]; types: string[] }> => {
      let lived: readonly Life[] = [];
      const next = (lives: readonly Life[]): Death => ({ kind, past: placesOf((lived = lives)) });
      const events = await arena.session(`${kind}s`, next);
      // The last life counts too: it may die with its last event stored.
      return { past: placesOf(lived), types: [...new Set(events.map(({ type }) => type))] };
    };
    const [byPoint, byBatch] = await Promise.all([at('point'), at('batch')]);
    expect(byPoint.past).toEqual(expect.arrayContaining(Object.keys(points)));
    const batches = (when: string): string[] =>
      byBatch.past.flatMap((at) => (at.startsWith(when) ? [at.slice(when.length)] : [])).toSorted();
    // Killed before it says that its sandbox is destroyed, a session finds it gone and says that instead.
    expect(batches('before ')).toEqual(expect.arrayContaining(batches('after ')));
    expect([...new Set(batches('after ').flatMap((batch) => batch.split('+')))].toSorted()).toEqual(byBatch.types.toSorted());
    await arena.expectNothingLeft();
  });

  it(`at ${INSTANTS} random instants (seed ${SEED})`, { timeout: LIMIT_MS }, async () => {
    const random = randomOf(SEED);
    let left = INSTANTS;
    let sessions = 0;
    const lane = async (): Promise<void> => {
      while (left > 0) {
        sessions += 1;
        const own = randomOf(Math.floor(random() * 2 ** 32));
        const share = Math.min(left, KILLS_A_SESSION);
        left -= share;
        let kills = 0;
        const next = (lives: readonly Life[]): Death | null => {
          kills = lives.filter(({ killed }) => killed).length;
          return kills < share ? deathOf(own) : null;
        };
        await arena.session(`session-${sessions}`, next);
        left += share - kills; // it came to its end before
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    await arena.expectNothingLeft();
  });
});

const placesOf = (lives: readonly Life[]): string[] =>
  lives.flatMap(({ told }) => told.flatMap((line) => (line.t === 'dies' ? [line.at] : [])));

/** Mostly in the middle of the work, sometimes while the application still starts. */
function deathOf(random: () => number): Death {
  const all = random() < 0.5;
  if (random() < 0.15) return { kind: 'instant', afterEvents: 0, delayMs: random() * 1_000, all };
  return { kind: 'instant', afterEvents: 1 + Math.floor(random() * 24), delayMs: random() * random() * 200, all };
}
