/** A box, a project and the application in this process, with a session under way whose slow call has begun. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openDrover, type Drover } from '../../src/main/app/drover.ts';
import { REHEARSAL } from '../../src/main/app/providers.ts';
import type { SessionEvent } from '../../src/shared/events.ts';
import { startBox, type Box } from '../box/box.ts';
import { until, type Cleanup } from '../box/sandboxes.ts';
import { targetOf } from './arena.ts';
import { expectSound, filesOf } from './audit.ts';
import { makeGround, MODEL, SLUG, type Ground } from './ground.ts';
import { MARKS, type Pace } from './script.ts';

/** The first call that takes so long that something can happen to it. */
export const SLOW_CALL = 10;

export interface Outcome {
  events: SessionEvent[];
  /** Numbers of the calls that the log reports as lost. */
  lost: number[];
  marks: string[];
}

export interface Stage {
  box: Box;
  ground: Ground;
  drover: Drover;
  session: string;
  /** Folders of the workers' sandboxes on the box. */
  folders(): string[];
  /** Resolves when a call has left its mark on the box. */
  marked(call: number): Promise<void>;
  /** Resolves when the desktop has the files of every call that ended. */
  collected(): Promise<void>;
  allMarks: string[];
  /** Resolves when the driver of this process has ended. */
  ended: Promise<unknown>;
  /** The verdict is passed, the log sound, no mark was made twice, and nothing of ours stays on the box. */
  outcome(): Promise<Outcome>;
}

export async function openStage(
  cleanup: Cleanup,
  options: { calls: number; pace: Pace; dataDir?: string; problem?: (what: string) => void },
): Promise<Stage> {
  const folder = cleanup.add(mkdtempSync(join(tmpdir(), 'drover-stage-')), async (path) => rmSync(path, { recursive: true, force: true }));
  const box = cleanup.add(await startBox(), (made) => made.remove());
  const ground = makeGround(folder, options.calls, { bulkBytes: 20_000, ...options.pace });
  const dataDir = options.dataDir ?? join(folder, 'data');
  const drover = cleanup.add(await openDrover({ dataDir, resources: ground.resources, cipher: null, hurry: true }), (made) => made.close());
  drover.onProblem(({ what }) => options.problem?.(what));
  drover.settings.update((settings) => ({ ...settings, targets: [...settings.targets, targetOf(box)] }));
  const session = await drover.dispatch({ project: ground.project, slug: SLUG, provider: REHEARSAL, model: MODEL, target: 'box' });
  const ended = drover.drive(session).catch((error: unknown) => error);

  function folders(): string[] {
    const root = join(box.home, '.drover', 'sandboxes', drover.settings.get().installation);
    const names = existsSync(root) ? readdirSync(root).filter((name) => name.startsWith('sbx_')) : [];
    return names.map((name) => join(root, name));
  }

  const marksOnBox = (): string[] =>
    folders()
      .map((sandbox) => join(sandbox, 'workspace', MARKS))
      .flatMap((path) => (existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []));

  return {
    ...{ box, ground, drover, session, folders, ended },
    allMarks: ground.marks.trimEnd().split('\n'),
    marked: (call) => until(`call ${call} has left its mark`, () => marksOnBox().includes(`${call}`), 120_000),
    collected: () => until('the files are on the desktop', () => drover.board.state(session).uncollected.length === 0),
    async outcome() {
      await ended;
      expect(drover.board.state(session)).toMatchObject({ problem: null, stopReason: { type: 'end_turn' }, verdict: { passed: true } });
      const events = expectSound(drover, session);
      const marks = (await filesOf(drover, session)).read(MARKS).trimEnd().split('\n');
      expect(new Set(marks).size).toBe(marks.length);
      expect(await (await drover.targets.get('box')).list()).toEqual([]);
      await until('no process of the user is left', async () => (await box.processesOfUser()).length === 0);
      const lostIds = new Set(events.flatMap((event) => (event.type === 'agent.tool_result' && event.lost ? [event.tool_use_id] : [])));
      const lost = events.flatMap((event) => (event.type === 'agent.tool_use' && lostIds.has(event.id) ? [numberOf(event.input)] : []));
      return { events, lost, marks };
    },
  };
}

/** The number that a call's command writes. */
export function numberOf(input: Record<string, unknown>): number {
  return Number(/echo (\d+)/.exec(String(input['command']))?.[1]);
}
