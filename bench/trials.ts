/** What trials cost beyond the runs that they consist of, and how well they fill a target: a worker that takes a few seconds, real sandboxes. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { openDrover, type Drover } from '../src/main/app/drover.ts';
import { REHEARSAL } from '../src/main/app/providers.ts';
import { makeDemoProject } from '../src/main/demo/project.ts';
import { bundle } from '../src/main/log/testing-bundle.ts';
import type { Trial } from '../src/shared/coaching/trial-ledger.ts';
import type { RunView } from '../src/shared/ipc-coaching.ts';
import type { Row } from './support/row.ts';

const LIMIT_MS = 10 * 60_000;
const PROBE = `---
title: Greet
criteria:
  - { id: greets, kind: command, run: "grep -qx 'Hello\\\\.' greeting.txt" }
budget: { iterations: 1 }
---

Write a greeting into \`greeting.txt\`.
`;

export async function benchTrials(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-trials-'));
  const resources = resolve('resources');
  const logWorker = await bundle('store-worker.ts', folder);
  const drover = await openDrover({ dataDir: join(folder, 'data'), resources, cipher: null, logWorker });
  try {
    const project = await makeDemoProject(join(resources, 'demo', 'project'), join(folder, 'project'));
    const entries = Array.from({ length: 20 }, (_, i) => `entry-${i + 1}`);
    write(join(project, '.drover/coaching.md'), entries.map((id) => `- Mind ${id}. <!-- id: ${id} -->\n`).join(''));
    for (const id of entries) {
      write(join(project, `.drover/probes/${id}.md`), PROBE);
      write(join(project, `.drover/probes/${id}/README`), 'A place for a greeting.\n');
    }
    return [await oneByOne(drover, project, entries), await allOfThem(drover, project, entries)];
  } finally {
    await drover.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One run at a time: what is not a run is the trials' own. */
async function oneByOne(drover: Drover, project: string, [entry = '']: readonly string[]): Promise<Row> {
  await trials(drover, project, { places: 1, maxPairs: 1, entries: [entry] });
  const { view, wall, ended } = await trials(drover, project, { places: 1, maxPairs: 7, entries: [entry] });
  const runs = inTurn(drover, ended);
  const count = 2 * ended.length;
  if (view.progress[0]?.ended !== ended.length) throw new Error('not all of them were counted');
  return {
    what: `${count} runs of trials, one at a time`,
    measured: seconds(wall),
    against: `the runs themselves: ${seconds(runs)}`,
    ratio: (wall / runs).toFixed(3),
    goal: '<= 1.02',
  };
}

async function allOfThem(drover: Drover, project: string, entries: readonly string[]): Promise<Row> {
  const { wall, ended } = await trials(drover, project, { places: 4, maxPairs: 2, entries });
  // Without the making of a sandbox for whoever had waited for a place: the log has no word for when that began.
  const times = ended.flatMap((trial) => [trial.ended?.with?.active_ms ?? 0, trial.ended?.without.active_ms ?? 0]);
  const runs = times.reduce((sum, time) => sum + time, 0);
  const count = times.length;
  return {
    what: `trials of ${entries.length} entries, ${count} runs, on a target with 4 places`,
    measured: seconds(wall),
    against: `the runs themselves, by four: ${seconds(runs / 4)}`,
    ratio: (wall / (runs / 4)).toFixed(3),
    goal: '<= 1.15',
  };
}

/** Of two runs of which the second waits for the place of the first: from when each could begin until it rested. */
function inTurn({ log }: Drover, trials: readonly Trial[]): number {
  return trials.reduce((sum, { sessions }) => {
    const [first, second] = [sessions.with ?? '', sessions.without].map((session) => {
      const times = log.getEvents(session).map(({ processed_at: at }) => Date.parse(at));
      return { from: times[0] ?? 0, to: times.at(-1) ?? 0 };
    });
    if (first === undefined || second === undefined) return sum;
    const [one, other] = first.to < second.to ? [first, second] : [second, first];
    return sum + one.to - one.from + other.to - Math.max(one.to, other.from);
  }, 0);
}

interface Measured {
  view: RunView;
  /** From when they were begun until they had ended, in ms. */
  wall: number;
  ended: Trial[];
}

async function trials(
  drover: Drover,
  project: string,
  { places, maxPairs, entries }: { places: number; maxPairs: number; entries: readonly string[] },
): Promise<Measured> {
  drover.settings.update((settings) => ({
    ...settings,
    trials: { smallest: 0.05, maxPairs },
    targets: settings.targets.map((target) => ({ ...target, places })),
  }));
  const worker = { provider: REHEARSAL, model: 'knows-already', target: 'local' };
  const started = performance.now();
  const { run } = await drover.testCoaching({ project, kind: 'entries', worker, entries, budgetUsd: null });
  const view = await drover.awaitTrials(project, run, AbortSignal.timeout(LIMIT_MS));
  const wall = performance.now() - started;
  if (view.ended?.reason !== 'done') throw new Error(`the trials did not end: ${JSON.stringify(view.ended)}`);
  const known = await Promise.all(entries.map((entry) => drover.trialsOf(project, entry)));
  const ended = known.flat().filter((trial) => trial.run === run);
  const failed = ended.find((trial) => trial.ended?.with?.passed !== true || !trial.ended.without.passed);
  if (failed !== undefined) throw new Error(`a run failed: ${JSON.stringify(failed)}`);
  return { view, wall, ended };
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
