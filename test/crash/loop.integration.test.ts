/** kill -9 of the application at each append of a worker that gives up, is told to go on, is judged and is sent back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDrover } from '../../src/main/app/drover.ts';
import { DEMO_SLUG, makeDemoProject } from '../../src/main/demo/project.ts';
import { openLog } from '../../src/main/log/log.ts';
import { bundle } from '../../src/main/log/testing-bundle.ts';
import type { NewEvent } from '../../src/shared/events.ts';
import { expectKept, expectSound } from './audit.ts';
import { live, type Death, type Life } from './life.ts';
import type { ChildJob } from './testing-child.ts';

const resources = resolve(import.meta.dirname, '../../resources');
const LIMIT_MS = 15 * 60_000;

describe('a session that is decided on while the application is killed', { timeout: LIMIT_MS }, () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'drover-loop-crash-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('gives up once, is judged once for each time that it is sent back, and keeps every word', async () => {
    const worker = (await bundle('store-worker.ts', folder)).href;
    const child = fileURLToPath(await bundle(new URL('testing-child.ts', import.meta.url), folder));
    const dataDir = join(folder, 'data');
    const project = await makeDemoProject(join(resources, 'demo', 'project'), join(folder, 'project'));
    const job: Omit<ChildJob, 'death'> = {
      ...{ dataDir, resources, worker, project, slug: DEMO_SLUG, model: 'impossible', fork: null },
      target: { kind: 'local', id: 'local', name: 'This computer', isolation: 'bubblewrap', toolPaths: [] },
    };
    const lives: Life[] = [];
    const untilRest = async (): Promise<Life> => {
      for (;;) {
        const death: Death = { kind: 'batch', past: deathsOf(lives) };
        const life = await live(child, job, death, AbortSignal.timeout(LIMIT_MS));
        lives.push(life);
        expect(life.told.filter((line) => line.t === 'problem')).toEqual([]);
        if (life.told.some((line) => line.t === 'rested')) return life;
        expect({ killed: life.killed, errors: life.errors }).toEqual({ killed: true, errors: '' });
      }
    };
    const say = async (event: NewEvent): Promise<void> => {
      const log = openLog(join(dataDir, 'log.db'));
      const [{ id, head } = { id: '', head: 0 }] = log.sessions();
      await log.append(id, head, [event]);
      await log.close();
    };

    const gaveUp = await untilRest();
    expect(gaveUp.told.at(-1)).toEqual({ t: 'rested', stopReason: 'end_turn', passed: null, problem: null });
    await say({ type: 'user.message', content: [{ type: 'text', text: 'Refuse it.' }] });
    expect((await untilRest()).told.at(-1)).toMatchObject({ passed: true, problem: null });
    await say({ type: 'verdict.sent_back', message: 'Look once more.', comments: [] });
    expect((await untilRest()).told.at(-1)).toMatchObject({ passed: true, problem: null });

    expect(deathsOf(lives)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^before agent\.tool_result.*span\.outcome_evaluation_end$/),
        expect.stringMatching(/^after agent\.tool_result.*span\.outcome_evaluation_end$/),
        'before verdict.ended',
        'after verdict.ended',
        expect.stringMatching(/^after .*session\.status_idle$/),
      ]),
    );
    const drover = await openDrover({ dataDir, resources, cipher: null });
    try {
      const [{ id } = { id: '' }] = drover.log.sessions();
      const events = expectSound(drover, id);
      const told = lives.flatMap((life) => life.told);
      expectKept(events, told);
      const count = (type: string): number => events.filter((event) => event.type === type).length;
      expect(events.filter((event) => event.type === 'span.outcome_evaluation_end' && event.impossible === true)).toHaveLength(1);
      expect(count('verdict.ended')).toBe(2);
      expect(events.filter((event) => event.type === 'agent.tool_result' && event.lost)).toEqual([]);
      expect(await (await drover.targets.get('local')).list()).toEqual([]);
    } finally {
      await drover.close();
    }
  });
});

const deathsOf = (lives: readonly Life[]): string[] =>
  lives.flatMap(({ told }) => told.flatMap((line) => (line.t === 'dies' ? [line.at] : [])));
