import { expect, onTestFinished, test } from 'vitest';
import { createFork } from '../../src/main/app/forks.ts';
import { createSteering } from '../../src/main/app/steering.ts';
import { summariesOf } from '../../src/main/app/summaries.ts';
import { createVerdicts } from '../../src/main/app/verdicts.ts';
import { createTrialLogs } from '../../src/main/coaching/trial-log.ts';
import { newTrialSessionId } from '../../src/main/log/ids.ts';
import { temporaryFolder, temporaryLog } from '../../src/main/log/testing.ts';
import { createBoard } from '../../src/main/sessions/board.ts';
import { createLineage } from '../../src/main/sessions/lineage.ts';
import { createPlaces } from '../../src/main/sessions/places.ts';
import { countSpentToday } from '../../src/main/sessions/spent-today.ts';
import { createWorkspaces } from '../../src/main/workspace/workspaces.ts';
import type { Dispatch, NewEvent } from '../../src/shared/events.ts';
import type { SessionSummary } from '../../src/shared/summary.ts';

const plain: Dispatch = {
  title: 'A probe',
  project: { path: '/p', name: 'p' },
  base: { commit: 'c', branch: null, uncommittedChanges: false },
  specPath: null,
  provider: 'rehearsal',
  model: 'demo',
  target: 'local',
};
const trial = { project: '/coached', run: 'r', trial: 't', entry: 'use-the-logger', arm: 'with' as const };
const usage = { input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };

function* running(dispatch: Dispatch): Generator<NewEvent> {
  const criteria = [
    {
      id: 'c',
      kind: 'command' as const,
      run: 'true',
      visibility: 'shown' as const,
      weight: 'must' as const,
      exitCode: 0,
      timeoutSeconds: 9,
    },
  ];
  const spec = { title: 'A probe', goal: 'g', criteria, budget: { minutes: 9, iterations: 9 } };
  yield { type: 'session.created', dispatch };
  yield {
    ...{ type: 'user.define_outcome', outcome_id: 'outc_1', description: '', max_iterations: 9 },
    ...{ rubric: { type: 'text', content: '' }, spec },
  };
  yield { type: 'session.status_running' };
  yield { type: 'session.usage', usage, cost_usd: 0.25 };
}

test('an arm of a trial is in no list; it can be opened, it runs, costs and takes a place', async () => {
  const log = temporaryLog();
  const arm = newTrialSessionId();
  await log.append('sesn_ordinary1234', 0, [...running(plain)]);
  const board = createBoard(log, ({ what }) => expect.fail(what));
  onTestFinished(() => board.close());
  const told: SessionSummary[] = [];
  board.onChange((summary) => told.push(summary));
  const places = createPlaces(log, board.state, () => 1);
  onTestFinished(() => places.close());
  const today = countSpentToday(log, board.state);
  onTestFinished(() => today.close());
  expect(today.get().usd).toBe(0.25);

  await log.append(arm, 0, [...running({ ...plain, trial })]);
  await board.ready();
  expect(board.list().map(({ id }) => id)).toEqual(['sesn_ordinary1234']);
  expect(summariesOf(log).map(({ id }) => id)).toEqual(['sesn_ordinary1234']);
  expect(createLineage(log)()).toEqual([]);
  expect(board.summary(arm)).toMatchObject({ id: arm, column: 'running', dispatch: { trial } });
  expect(board.summary('sesn_nowhere12345')).toBeNull();
  expect(told.at(-1)).toMatchObject({ id: arm });
  expect([places.has('sesn_ordinary1234'), places.has(arm)]).toEqual([true, false]);
  expect(today.get().usd).toBe(0.5);

  // Nobody keeps what rests: it is the same when it is asked for again.
  await log.append(arm, 4, [{ type: 'session.status_idle', stop_reason: { type: 'end_turn' }, stop_details: null }]);
  expect(board.summary(arm)).toMatchObject({ column: 'waiting', head: 5, costUsd: 0.25 });
});

test('nobody decides on an arm of a trial, or goes on with it', async () => {
  const log = temporaryLog();
  const arm = newTrialSessionId();
  const over: NewEvent[] = [
    { type: 'verdict.ended', passed: true, explanation: '', tree: 'tree', criteria: [], sandbox: null, duration_ms: 1 },
    { type: 'session.status_idle', stop_reason: { type: 'end_turn' }, stop_details: null },
  ];
  await log.append(arm, 0, [...running({ ...plain, trial }), ...over]);
  const board = createBoard(log, ({ what }) => expect.fail(what));
  onTestFinished(() => board.close());
  const wake = (session: string): void => expect.fail(`${session} was woken`);
  const workspaces = createWorkspaces({ dataDir: temporaryFolder() });
  onTestFinished(() => workspaces.close());
  const verdicts = createVerdicts({ log, board, workspaces, mask: (text) => text, wake });
  const refused = /This is a run of a trial/;
  await expect(verdicts.accept(arm, 'b', 'm')).rejects.toThrow(refused);
  await expect(verdicts.reject(arm, 'no')).rejects.toThrow(refused);
  await expect(verdicts.sendBack(arm, 'again', [])).rejects.toThrow(refused);
  await expect(createSteering({ log, board, wake }).continue(arm)).rejects.toThrow(refused);
  expect(log.head(arm)).toBe(6);
});

test('a fork of an arm is no trial, and is somebody’s work again', async () => {
  const log = temporaryLog();
  const arm = newTrialSessionId();
  await log.append(arm, 0, [...running({ ...plain, trial })]);
  const board = createBoard(log, ({ what }) => expect.fail(what));
  onTestFinished(() => board.close());
  const asked: string[] = [];
  const fork = createFork({
    log,
    files: () => Promise.resolve([]),
    describeRepository: () => Promise.reject(new Error('not asked for')),
    hold: () => Promise.resolve(),
    coaching: (root) => {
      asked.push(root);
      return Promise.resolve(() => null);
    },
    requireModel: () => {},
    requireTarget: () => {},
    newOutcomeId: () => 'outc_2',
    wake: () => {},
  });
  const made = await fork(arm, 3, { coaching: 'now' });
  // The probe may begin in a repository of its own; the coaching is that of the project.
  expect(asked).toEqual(['/coached']);
  expect(board.list().map(({ id, dispatch }) => [id, dispatch.trial])).toEqual([[made, undefined]]);
});

test('the arms of trials that have not ended are known', async () => {
  const log = temporaryLog();
  const trials = createTrialLogs(log);
  const item = { entry: 'use-the-logger', provider: 'rehearsal', model: 'demo', target: 'local' };
  const started = (id: string, sessions: { with: string | null; without: string }): NewEvent => ({
    ...{ type: 'trial.started', run: 'r', trial: id, ...item, version: 'v', probe: 'p', sessions },
    mode: sessions.with === null ? 'confirm' : 'ablation',
  });
  const run = { passed: true, reason: '', cost_usd: 0, tokens: 0, turns: 1, active_ms: 1 };
  await trials
    .of('/p')
    .append(() => [
      started('one', { with: 'sesn_trial1', without: 'sesn_trial2' }),
      started('two', { with: 'sesn_trial3', without: 'sesn_trial4' }),
      started('three', { with: null, without: 'sesn_trial5' }),
      { type: 'trial.ended', trial: 'one', with: run, without: run },
    ]);
  expect(trials.openArms()).toEqual(['sesn_trial3', 'sesn_trial4', 'sesn_trial5']);
});
