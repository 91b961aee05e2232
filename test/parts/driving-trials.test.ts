/** A run of trials whose driver meets what nobody foresaw: it ends, is told of, and holds nothing up. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { driveTrials, type TrialPorts } from '../../src/main/coaching/drive-trials.ts';
import { itemName } from '../../src/main/coaching/facts.ts';
import { createTrialLogs, type TrialLog } from '../../src/main/coaching/trial-log.ts';
import { openLog, type Log } from '../../src/main/log/log.ts';
import { recordsOf } from '../../src/shared/coaching/entry-record.ts';
import type { Problem } from '../../src/shared/problem.ts';

const LIMIT = () => AbortSignal.timeout(20_000);
const item = { entry: 'a', provider: 'p', model: 'm', target: 'local' };
const run = 'trun_1';

let folder: string;
let log: Log;
let trials: TrialLog;
let told: Problem[];
let stopped: [string, string][];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drover-trials-'));
  log = openLog(join(folder, 'log.db'));
  trials = createTrialLogs(log).of('/project');
  [told, stopped] = [[], []];
  const project = { path: '/project', name: 'project' };
  const begun = { project, kind: 'entries' as const, items: [item], budget_usd: null, smallest: 0.2, max_pairs: 3 };
  await trials.append(() => [{ type: 'trials.begun', run, ...begun }]);
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true, force: true });
});

/** A world in which everything runs and nothing ends. */
function ports(over: Partial<TrialPorts>): TrialPorts {
  let made = 0;
  return {
    arm: () => ({ state: 'live', claimed: true, stopping: false, costUsd: 0 }),
    places: () => 2,
    dayLimit: () => null,
    look: async () => new Map([[itemName(item), { ok: true, mode: 'ablation', version: 'v', probe: 'q' }]]),
    make: async () => null,
    wake: () => {},
    interrupt: async (session, reason) => void stopped.push([session, reason]),
    watch: () => ({ grown: (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())), end: () => {} }),
    newTrialId: () => `tria_${(made += 1)}`,
    newTrialSessionId: () => `sesn_trial${`${(made += 1)}`.padStart(10, '0')}`,
    onProblem: (problem) => told.push(problem),
    ...over,
  };
}

test('a bug ends the run and its trials, stops what runs, and is told', async () => {
  const failing = ports({
    places: () => {
      if (trials.ledger().trials.size > 0) throw new TypeError('nobody foresaw this');
      return 2;
    },
  });
  await driveTrials(trials, run, failing, LIMIT());
  const ledger = trials.ledger();
  expect(ledger.runs.get(run)?.ended).toMatchObject({ reason: 'failed', explanation: 'nobody foresaw this' });
  expect(told).toMatchObject([{ what: 'nobody foresaw this', where: 'trials of coaching' }]);
  expect([...ledger.trials.values()]).toMatchObject([{ ended: { with: { passed: null }, without: { passed: null } } }]);
  expect(stopped.map(([, reason]) => reason)).toEqual(Array(2).fill('The trials that it belongs to failed.'));
  // What comes later is judged.
  expect(recordsOf(ledger, { smallest: 0.2, maxPairs: 3 })).toMatchObject([{ running: 0, judgement: { broken: 1 } }]);
  await driveTrials(trials, run, ports({ look: () => Promise.reject(new Error('it is over')) }), LIMIT());
  expect(told).toHaveLength(1);
});

test('a driver that is let go ends at once, whatever it waits for, and leaves the run as it is', async () => {
  const leaving = new AbortController();
  const driving = driveTrials(trials, run, ports({}), leaving.signal);
  for await (const event of log.subscribe(trials.session, 1, LIMIT())) if (event.type === 'trial.started') break;
  leaving.abort();
  await driving;
  expect(trials.ledger().runs.get(run)?.ended).toBeNull();
  expect([told, stopped]).toEqual([[], []]);
});

test('sessions that cannot be made any more are a pair that says nothing', async () => {
  const missing = ports({ arm: () => ({ state: 'missing' }), make: async () => 'The entry or its probe was changed before it began.' });
  await driveTrials(trials, run, missing, LIMIT());
  const { runs, trials: made } = trials.ledger();
  expect(runs.get(run)).toMatchObject({ items: [{ reason: 'max_pairs_reached' }], ended: { reason: 'done' } });
  const silent = { passed: null, reason: 'The entry or its probe was changed before it began.', cost_usd: 0 };
  expect([...made.values()]).toMatchObject(Array(3).fill({ ended: { with: silent, without: silent } }));
});
