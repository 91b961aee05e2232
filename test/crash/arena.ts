/** A box, a project and the application as a process: sessions live there through one death after the other. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { bundle } from '../../src/main/log/testing-bundle.ts';
import { openLog } from '../../src/main/log/log.ts';
import { openDrover } from '../../src/main/app/drover.ts';
import type { SessionEvent } from '../../src/shared/events.ts';
import { eventLine } from '../../src/shared/event-line.ts';
import { startBox, type Box } from '../box/box.ts';
import { until } from '../box/sandboxes.ts';
import { expectKept, expectRanOnce, expectSound } from './audit.ts';
import { makeGround, MODEL, SLUG } from './ground.ts';
import { live, type Death, type Life, type Told } from './life.ts';
import type { Pace } from './script.ts';
import type { ChildJob } from './testing-child.ts';

export interface Arena {
  /**
   * One session, from its dispatch to its verdict, each life ended by the death that `next` gives it (null: none).
   * Proves that everything is kept and that every call ran once. Returns the session's events.
   */
  session(name: string, next: (lives: readonly Life[]) => Death | null): Promise<SessionEvent[]>;
  /**
   * A session in peace, and then one that is rewound from within it, each of whose lives ends as with `session`, from before
   * it is made. Proves the same of it, and that what it was made from stays as it was. Returns the fork's own events.
   */
  fork(name: string, next: (lives: readonly Life[]) => Death | null): Promise<SessionEvent[]>;
  /** As `fork`, by as many processes at once, each of which makes one of its own and drives it to its verdict. */
  forkAtOnce(name: string, count: number): Promise<void>;
  /** As many processes as there are starts on one session at once, each begun after so many events of the one before. */
  together(name: string, starts: readonly number[]): Promise<{ events: SessionEvent[]; lives: Life[] }>;
  /** No sandbox, socket or process stays on the box. */
  expectNothingLeft(): Promise<void>;
  remove(): Promise<void>;
}

/** @param calls how many tool calls each session makes */
export async function openArena(calls: number, pace?: Pace): Promise<Arena> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-crash-'));
  const box = await startBox();
  const ground = makeGround(folder, calls, pace);
  const worker = (await bundle('store-worker.ts', folder)).href;
  const child = fileURLToPath(await bundle(new URL('testing-child.ts', import.meta.url), folder));
  const { project, resources } = ground;
  const job: Omit<ChildJob, 'dataDir' | 'death'> = {
    fork: null,
    worker,
    resources,
    project,
    slug: SLUG,
    model: MODEL,
    target: targetOf(box),
  };

  const ending = new AbortController();
  const alive = new Set<Promise<Life>>();
  const track = (life: Promise<Life>): Promise<Life> => {
    alive.add(life);
    return life.finally(() => alive.delete(life));
  };

  /**
   * @param parent what the session was made from, and its events
   * @param only the session, where there are others beside it
   */
  async function audit(
    dataDir: string,
    told: readonly Told[],
    parent: { id: string; events: SessionEvent[] } | null = null,
    only: string | null = null,
  ): Promise<SessionEvent[]> {
    const drover = await openDrover({ dataDir, resources, cipher: null });
    try {
      const sessions = drover.log.sessions().filter((session) => session.id !== parent?.id && (only ?? session.id) === session.id);
      expect(sessions).toHaveLength(1);
      const [{ id } = { id: '' }] = sessions;
      if (parent !== null) expect(drover.log.getEvents(parent.id)).toEqual(parent.events);
      const events = expectSound(drover, id);
      expectKept(events, told);
      await expectRanOnce(drover, id, ground);
      expect(await (await drover.targets.get(job.target.id)).list()).toEqual([]);
      return events;
    } finally {
      await drover.close();
    }
  }

  /** One life after the other until the session has its verdict, and then the proofs. */
  async function liveOn(
    dataDir: string,
    next: (lives: readonly Life[]) => Death | null,
    begins: ChildJob['fork'],
    prove: (told: readonly Told[]) => Promise<SessionEvent[]>,
  ): Promise<SessionEvent[]> {
    const lives: Life[] = [];
    try {
      for (let over = false; !over;) {
        const life = await track(live(child, { ...job, dataDir, fork: begins }, next(lives), ending.signal));
        lives.push(life);
        over = hasEnded(life);
      }
      return await prove(lives.flatMap(({ told }) => told));
    } catch (error) {
      const deaths = lives.map(({ death, told }) => told.find((line) => line.t === 'dies')?.at ?? JSON.stringify(death));
      const history = await historyOf(dataDir).catch(String);
      throw new Error(`in ${dataDir}, after these deaths:\n${deaths.join('\n')}\nand with this log:\n${history}`, { cause: error });
    }
  }

  return {
    async session(name, next) {
      const dataDir = join(folder, name);
      const events = await liveOn(dataDir, next, null, (told) => audit(dataDir, told));
      rmSync(dataDir, { recursive: true, force: true });
      return events;
    },
    async fork(name, next) {
      const dataDir = join(folder, name);
      await liveOn(
        dataDir,
        () => null,
        null,
        (told) => audit(dataDir, told),
      );
      const parent = await readOnly(dataDir);
      const seq = middleOf(parent.events);
      const events = await liveOn(dataDir, next, { parent: parent.id, seq, another: false }, (told) => audit(dataDir, told, parent));
      rmSync(dataDir, { recursive: true, force: true });
      return events.slice(seq);
    },
    async forkAtOnce(name, count) {
      const dataDir = join(folder, name);
      const inPeace = (told: readonly Told[]): Promise<SessionEvent[]> => audit(dataDir, told);
      await liveOn(dataDir, () => null, null, inPeace);
      const parent = await readOnly(dataDir);
      const fork = { parent: parent.id, seq: middleOf(parent.events), another: true };
      const lives = await Promise.all(
        Array.from({ length: count }, () => track(live(child, { ...job, dataDir, fork }, null, ending.signal))),
      );
      expect(lives.map(hasEnded)).toEqual(lives.map(() => true));
      for (const { told } of lives) {
        const made = told.find((line) => line.t === 'session')?.session ?? null;
        await audit(dataDir, told, parent, made);
      }
    },
    async together(name, starts) {
      const dataDir = join(folder, name);
      const lives: Promise<Life>[] = [];
      for (const afterEvents of starts) {
        await new Promise<void>((resolve) => {
          let stored = 0;
          const hear = (told: Told): void => {
            if (told.t === 'stored') stored += 1;
            if (stored >= afterEvents) resolve();
          };
          const life = track(live(child, { ...job, dataDir }, null, ending.signal, hear));
          lives.push(life);
          void life.then(() => resolve());
        });
      }
      const lived = await Promise.all(lives);
      expect(lived.map(hasEnded)).toEqual(starts.map(() => true));
      const events = await audit(
        dataDir,
        lived.flatMap((life) => life.told),
      );
      return { events, lives: lived };
    },
    async expectNothingLeft() {
      await until('no process of the user is left', async () => (await box.processesOfUser()).length === 0);
      const left = (at: string) => readdirSync(join(box.home, '.drover', at), { recursive: true, encoding: 'utf8' });
      expect(left('run')).toEqual([]);
      expect(left('sandboxes').filter((path) => path.includes('/'))).toEqual([]);
    },
    async remove() {
      ending.abort();
      await Promise.allSettled(alive);
      await box.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** True where the session has its verdict; fails where the life ended otherwise, and not by being killed. */
function hasEnded({ told, killed, errors }: Life): boolean {
  expect(told.filter((line) => line.t === 'problem')).toEqual([]);
  const rested = told.findLast((line) => line.t === 'rested');
  if (rested === undefined) expect({ killed, errors }).toEqual({ killed: true, errors: '' });
  else expect(rested).toEqual({ t: 'rested', stopReason: 'end_turn', passed: true, problem: null });
  return rested !== undefined;
}

/** The one session of a log. */
async function readOnly(dataDir: string): Promise<{ id: string; events: SessionEvent[] }> {
  const log = openLog(join(dataDir, 'log.db'));
  const [{ id } = { id: '' }] = log.sessions();
  const events = log.getEvents(id);
  await log.close();
  return { id, events };
}

/** Right after a call's result in the middle of the work, where no other call is open: every call after it is made again. */
function middleOf(events: readonly SessionEvent[]): number {
  const results = events.filter(
    ({ type }, index) => type === 'agent.tool_result' && events[index + 1]?.type === 'span.model_request_start',
  );
  const middle = results[Math.floor(results.length / 2)];
  if (middle === undefined) throw new Error('no call has a result');
  return middle.seq;
}

async function historyOf(dataDir: string): Promise<string> {
  const log = openLog(join(dataDir, 'log.db'));
  const events = log.sessions().flatMap(({ id }) => log.getEvents(id));
  await log.close();
  return events.map((event) => `${event.seq} ${event.type} ${eventLine(event)}`).join('\n');
}

export function targetOf({ host, port, user, identity, knownHosts }: Box): ChildJob['target'] {
  const place = { host, port, user, identityFile: identity, knownHostsFile: knownHosts };
  return { kind: 'ssh', id: 'box', name: 'The box', isolation: 'bubblewrap', toolPaths: [], ...place };
}
