/** What a terminal prints of a run of trials, from a real log, and what Ctrl-C and SIGTERM do to it. */
import { PassThrough } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { exitOf, followTrials, type Followed } from '../../src/main/cli/follow-trials.ts';
import { openOutput } from '../../src/main/cli/output.ts';
import { viewOfRun } from '../../src/main/app/run-views.ts';
import { createTrialLogs } from '../../src/main/coaching/trial-log.ts';
import { temporaryLog } from '../../src/main/log/testing.ts';
import type { BodyOf, NewEvent, TrialRun } from '../../src/shared/events.ts';
import type { RunView } from '../../src/shared/ipc-coaching.ts';

const item = (entry: string) => ({ entry, provider: 'p', model: 'm', target: 'local' });
const run = (passed: boolean | null, reason = ''): TrialRun => ({ passed, reason, cost_usd: 0.05, tokens: 1, turns: 1, active_ms: 1 });
const begun = (id: string): NewEvent => ({
  ...{ type: 'trials.begun', run: id, project: { path: '/p', name: 'p' }, kind: 'entries', items: [item('ask')] },
  ...{ budget_usd: null, smallest: 0.2, max_pairs: 3 },
});
const started = (id: string, trial: string): NewEvent => ({
  ...{ type: 'trial.started', run: id, trial, ...item('ask'), mode: 'ablation', version: 'v', probe: 'q' },
  sessions: { with: 'sesn_1', without: 'sesn_2' },
});
const ended = (trial: string, withIt: TrialRun): NewEvent => ({ type: 'trial.ended', trial, with: withIt, without: run(false) });
const itemEnded = (id: string, reason: BodyOf<'trials.item_ended'>['reason']): NewEvent => ({
  ...{ type: 'trials.item_ended', run: id, ...item('ask'), reason, explanation: 'Needed on m.' },
});
const over = (id: string, reason: BodyOf<'trials.ended'>['reason']): NewEvent => ({
  ...{ type: 'trials.ended', run: id, reason, explanation: 'There is nothing more to try.' },
});

/** Follows the run `mine` on a log that says `before`; `then` plays whoever drives it. */
async function follow(
  before: NewEvent[],
  then: (append: (...events: NewEvent[]) => Promise<void>, stop: AbortController) => Promise<void>,
  json = false,
) {
  const log = temporaryLog();
  const trialLog = createTrialLogs(log).of('/p');
  const { session } = trialLog;
  const append = (...events: NewEvent[]): Promise<void> => trialLog.append(() => events);
  await append(begun('mine'), begun('other'), ...before);
  const [stdout, stderr, stop] = [new PassThrough(), new PassThrough(), new AbortController()];
  // A stream is all that is used of a terminal.
  const output = openOutput(stdout as unknown as NodeJS.WriteStream, stderr as unknown as NodeJS.WriteStream);
  let stopped = 0;
  const awaitTrials = async (signal: AbortSignal): Promise<RunView> => {
    for await (const event of log.subscribe(session, 1, signal)) if (event.type === 'trials.ended' && event.run === 'mine') break;
    const ledger = trialLog.ledger();
    const mine = ledger.runs.get('mine');
    if (mine === undefined) throw new Error('The run is gone');
    return viewOfRun(ledger, mine);
  };
  const stopTrials = async (): Promise<void> => {
    stopped += 1;
    await append(over('mine', 'stopped'));
  };
  const following = followTrials({ log, session, run: 'mine', awaitTrials, stopTrials }, 1, { json }, output, stop.signal);
  await then(append, stop);
  const followed: Followed = await following;
  stdout.end();
  stderr.end();
  return { followed, stopped, stdout: await textOf(stdout), stderr: await textOf(stderr) };
}

test('each trial and each answer of this run, and of no other', async () => {
  const { followed, stdout, stderr } = await follow(
    [started('mine', 't1'), started('other', 'o1'), ended('o1', run(true)), ended('t1', run(true))],
    (append) =>
      append(started('mine', 't2'), ended('t2', run(null, 'The model refused.')), itemEnded('mine', 'answered'), over('mine', 'done')),
  );
  expect(stdout.trimEnd().split('\n')).toEqual([
    'ask  trial 1: passed with it, failed without it · $0.10',
    'ask  trial 2: not judged (The model refused) with it, failed without it · $0.10',
    'ask  Needed on m.',
  ]);
  expect(stderr).toBe('');
  expect(exitOf(followed)).toBe(0);
});

test('as JSON the events themselves', async () => {
  const { stdout } = await follow([started('mine', 't1')], (append) => append(ended('t1', run(true)), over('mine', 'done')), true);
  const types = stdout.trimEnd().split('\n').map((line) => JSON.parse(line).type); // prettier-ignore
  expect(types).toEqual(['trials.begun', 'trial.started', 'trial.ended', 'trials.ended']);
});

test('an entry that could not be tried, or a budget that was spent, is no success', async () => {
  const gone = await follow([], (append) => append(itemEnded('mine', 'gone'), over('mine', 'done')));
  expect(exitOf(gone.followed)).toBe(1);
  const spent = await follow([], (append) => append(over('mine', 'budget_reached')));
  expect(exitOf(spent.followed)).toBe(1);
});

test('Ctrl-C stops the run and waits for its end; SIGTERM leaves it', async () => {
  const stopped = await follow([], async (_, stop) => stop.abort('SIGINT'));
  expect(stopped).toMatchObject({ stopped: 1, followed: { left: false, view: { ended: { reason: 'stopped' } } } });
  expect(stopped.stderr).toMatch(/^Stopping/);
  expect(exitOf(stopped.followed)).toBe(1);
  const left = await follow([], async (_, stop) => stop.abort('SIGTERM'));
  expect(left).toMatchObject({ stopped: 0, stderr: '', followed: { left: true, view: { ended: null } } });
  expect(exitOf(left.followed)).toBe(1);
});
