/** kill -9 of the application at each point and each append of a session whose spec has a setup: it runs once a sandbox. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDrover } from '../../src/main/app/drover.ts';
import { bundle } from '../../src/main/log/testing-bundle.ts';
import { expectKept, expectRanOnce, expectSound } from './audit.ts';
import { makeGround, MODEL, SLUG } from './ground.ts';
import { live, type Death, type Life } from './life.ts';
import type { ChildJob } from './testing-child.ts';

const LIMIT_MS = 5 * 60_000;

/** Between making a sandbox and the first request. */
const POINTS = ['provision.after', 'seed.before', 'seed.after', 'setup.before', 'setup.after', 'cut.before', 'cut.after'];

describe('a session whose spec has a setup', { timeout: LIMIT_MS }, () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'drover-setup-crash-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is set up once a sandbox, wherever the application is killed before the first request', async () => {
    const worker = (await bundle('store-worker.ts', folder)).href;
    const child = fileURLToPath(await bundle(new URL('testing-child.ts', import.meta.url), folder));
    const dataDir = join(folder, 'data');
    const ground = makeGround(folder, 4, {}, { setup: true });
    const { project, resources } = ground;
    const job: Omit<ChildJob, 'death'> = {
      ...{ dataDir, resources, worker, project, slug: SLUG, model: MODEL, fork: null },
      target: { kind: 'local', id: 'local', name: 'This computer', isolation: 'bubblewrap', toolPaths: [] },
    };
    const lives: Life[] = [];
    const diesAt = (): string[] => lives.flatMap(({ told }) => told.flatMap((line) => (line.t === 'dies' ? [line.at] : [])));
    for (let over = false; !over;) {
      const hasBegun = lives.some(({ told }) => told.some((line) => line.t === 'stored' && line.type === 'sandbox.provisioned'));
      // The appends up to there first: a point comes by again in each life.
      const kind = diesAt().includes('after sandbox.setup_started') ? 'point' : 'batch';
      const death: Death | null = hasBegun ? null : { kind, past: diesAt() };
      const life = await live(child, job, death, AbortSignal.timeout(LIMIT_MS));
      lives.push(life);
      expect(life.told.filter((line) => line.t === 'problem')).toEqual([]);
      over = life.told.some((line) => line.t === 'rested');
      if (!over) expect({ killed: life.killed, errors: life.errors }).toEqual({ killed: true, errors: '' });
    }
    expect(lives.at(-1)?.told.at(-1)).toEqual({ t: 'rested', stopReason: 'end_turn', passed: true, problem: null });
    expect(diesAt()).toEqual(expect.arrayContaining(POINTS));
    expect(diesAt()).toEqual(expect.arrayContaining(['before sandbox.setup_started', 'after sandbox.setup_started']));

    const drover = await openDrover({ dataDir, resources, cipher: null });
    try {
      const [{ id } = { id: '' }] = drover.log.sessions();
      const events = expectSound(drover, id);
      expectKept(
        events,
        lives.flatMap(({ told }) => told),
      );
      expect(events.filter(({ type }) => type === 'sandbox.setup_started')).toHaveLength(1);
      expect(events.filter(({ type }) => type === 'sandbox.provisioned')).toMatchObject([
        { setup: { run: expect.stringContaining('once') } },
      ]);
      await expectRanOnce(drover, id, ground);
      expect(await (await drover.targets.get('local')).list()).toEqual([]);
    } finally {
      await drover.close();
    }
  });
});
