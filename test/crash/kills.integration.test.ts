/** kill -9 of the application at random instants of sessions on an SSH box: nothing is lost, every tool call runs once. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../src/main/log/testing-bundle.ts';
import { openDrover } from '../../src/main/drover.ts';
import { canStartBox, startBox, type Box } from '../box/box.ts';
import { until } from '../box/sandboxes.ts';
import { expectKept, expectRanOnce, expectSound } from './audit.ts';
import { makeGround, MODEL, SLUG, type Ground } from './ground.ts';
import { live, type Death, type Told } from './life.ts';
import { randomOf } from './random.ts';
import type { ChildJob } from './testing-child.ts';

/** Instants at which the application is killed; more make a longer soak. */
const INSTANTS = Number(process.env['DROVER_CRASH_INSTANTS'] ?? 200);
/** Begins the row of instants; printed where one of them fails. */
const SEED = Number(process.env['DROVER_CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const CALLS = 60;
const AT_ONCE = 2;
/** After so many kills a session may end in peace. */
const KILLS_A_SESSION = 14;
/** Far beyond what it takes: each life has its own limit. */
const LIMIT_MS = 5 * 60_000 + INSTANTS * 20_000;

const folder = mkdtempSync(join(tmpdir(), 'drover-crash-'));
let box: Box;
let ground: Ground;
let child: string;
let worker: string;

describe.skipIf(!canStartBox)('the application killed on an SSH box', () => {
  beforeAll(async () => {
    box = await startBox();
    ground = makeGround(folder, CALLS);
    worker = (await bundle('store-worker.ts', folder)).href;
    child = fileURLToPath(await bundle(new URL('testing-child.ts', import.meta.url), folder));
  });
  afterAll(async () => {
    await box.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const jobIn = (dataDir: string): ChildJob => {
    const { host, port, user, identity, knownHosts } = box;
    const place = { host, port, user, identityFile: identity, knownHostsFile: knownHosts };
    const target = { kind: 'ssh', id: 'box', name: 'The box', isolation: 'bubblewrap', toolPaths: [], ...place } as const;
    const { project, resources } = ground;
    return { dataDir, worker, resources, project, slug: SLUG, model: MODEL, target: { ...target, toolPaths: [] } };
  };

  /** Lives until the session has its verdict, each life but the last ended by the next death. */
  async function session(name: string, nextDeath: (life: number) => Death | null, signal: AbortSignal): Promise<number> {
    const dataDir = join(folder, name);
    const told: Told[] = [];
    const deaths: (Death | null)[] = [];
    let kills = 0;
    try {
      for (;;) {
        const death = nextDeath(deaths.length);
        deaths.push(death);
        const life = await live(child, jobIn(dataDir), death, signal);
        told.push(...life.told);
        expect(life.told.filter((line) => line.t === 'problem')).toEqual([]);
        if (life.killed) kills += 1;
        const rested = life.told.findLast((line) => line.t === 'rested');
        if (rested !== undefined) {
          expect(rested).toEqual({ t: 'rested', stopReason: 'end_turn', passed: true, problem: null });
          break;
        }
        expect({ killed: life.killed, errors: life.errors }).toEqual({ killed: true, errors: '' });
      }
      await audit(dataDir, told);
    } catch (error) {
      throw new Error(`seed ${SEED}, session ${name}, deaths ${JSON.stringify(deaths)}`, { cause: error });
    }
    rmSync(dataDir, { recursive: true, force: true });
    return kills;
  }

  async function audit(dataDir: string, told: readonly Told[]): Promise<void> {
    const drover = await openDrover({ dataDir, resources: ground.resources, cipher: null });
    try {
      const sessions = drover.log.sessions();
      expect(sessions).toHaveLength(1);
      const [{ id } = { id: '' }] = sessions;
      expectKept(expectSound(drover, id), told);
      await expectRanOnce(drover, id, ground);
      expect(await (await drover.targets.get('box')).list()).toEqual([]);
    } finally {
      await drover.close();
    }
  }

  async function expectNothingLeft(): Promise<void> {
    await until('no process of the user is left', async () => (await box.processesOfUser()).length === 0);
    const left = (name: string) => readdirSync(join(box.home, '.drover', name), { recursive: true, encoding: 'utf8' });
    expect(left('run')).toEqual([]);
    expect(left('sandboxes').filter((path) => path.includes('/'))).toEqual([]);
  }

  it(
    `at ${INSTANTS} random instants: nothing is lost, every call runs once, the verdict comes`,
    { timeout: LIMIT_MS },
    async ({ signal, annotate }) => {
      const random = randomOf(SEED);
      let kills = 0;
      let sessions = 0;
      const lane = async (): Promise<void> => {
        while (kills < INSTANTS) {
          sessions += 1;
          const own = randomOf(Math.floor(random() * 2 ** 32));
          const next = (life: number): Death | null => (life < KILLS_A_SESSION ? deathOf(own) : null);
          kills += await session(`session-${sessions}`, next, signal);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
      await expectNothingLeft();
      await annotate(`${kills} kills in ${sessions} sessions, seed ${SEED}`);
    },
  );
});

/** Mostly in the middle of the work, sometimes while the application still starts. */
function deathOf(random: () => number): Death {
  const all = random() < 0.5;
  if (random() < 0.15) return { afterEvents: 0, delayMs: random() * 1_000, all };
  return { afterEvents: 1 + Math.floor(random() * 24), delayMs: random() * random() * 200, all };
}
