/** Trials that are stopped, left and taken up again: by a person, a budget, another start, another process. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { coachingLogId } from '../coaching/trial-log.ts';
import { openLog } from '../log/log.ts';
import { stage } from './loop.test-support.ts';
import { CAPITAL, RULE, trialStage, TRIALS_LIMIT_MS } from './trials.test-support.ts';

const at = stage();
const on = trialStage(at);

const trialsLog = async (): Promise<string> => coachingLogId(await on.project());
const firstStarted = async () => {
  const event = await at.event(await trialsLog(), ({ type }) => type === 'trial.started');
  if (event.type !== 'trial.started') throw new Error('not a trial');
  return { trial: event.trial, with: event.sessions.with ?? '', without: event.sessions.without };
};
const countOf = async (type: string): Promise<number> => at.types(await trialsLog()).filter((one) => one === type).length;

/** What must hold however often a run was taken up, and by how many. */
async function expectEachOnce(pairs: number): Promise<void> {
  const counts = await Promise.all(['trial.started', 'trial.ended', 'trials.item_ended', 'trials.ended'].map(countOf));
  expect(counts).toEqual([pairs, pairs, 1, 1]);
  const trials = await at.drover.trialsOf(await on.project(), 'capital');
  const arms = trials.flatMap(({ sessions }) => [sessions.with ?? '', sessions.without]);
  expect(new Set(arms).size).toBe(2 * pairs);
  for (const arm of arms) {
    expect(at.types(arm).filter((type) => type === 'session.created' || type === 'verdict.ended')).toEqual([
      'session.created',
      'verdict.ended',
    ]);
  }
}

describe('trials', { timeout: TRIALS_LIMIT_MS + 20_000 }, () => {
  it('go on at the next start where they were left, and nothing runs twice', async () => {
    on.rule({ ...RULE, maxPairs: 2 });
    on.places(2);
    await on.coach(CAPITAL, 'capital');
    const run = await on.begin('fickle', ['capital']);
    const first = await firstStarted();
    await at.event(first.with, ({ type }) => type === 'agent.tool_use');
    await at.reopen();
    await at.drover.resume();
    await at.event(await trialsLog(), ({ type }) => type === 'trial.ended');
    await at.reopen();
    await at.drover.resume();
    expect(await on.ended(run)).toMatchObject({ ended: { reason: 'done' }, items: [{ reason: 'max_pairs_reached' }] });
    await expectEachOnce(2);
  });

  it('are driven by several processes at once without harm', async () => {
    on.rule({ ...RULE, maxPairs: 3 });
    await on.coach(CAPITAL, 'capital');
    const run = await on.begin('fickle', ['capital']);
    const other = await at.beside();
    await other.resume();
    await on.ended(run);
    await expectEachOnce(3);
  });

  it('are made whole where a process died between the log of trials and a session', async () => {
    on.rule({ ...RULE, maxPairs: 1 });
    await on.coach(CAPITAL, 'capital');
    const run = await on.begin('fickle', ['capital']);
    const first = await firstStarted();
    await at.event(first.with, ({ type }) => type === 'session.created');
    // A second trial of which nothing but its start was written.
    await at.reopen(async () => {
      const log = openLog(join(at.dataDir, 'log.db'));
      const id = await trialsLog();
      const started = log.getEvents(id, { types: ['trial.started'] })[0];
      if (started?.type !== 'trial.started') throw new Error('not a trial');
      const sessions = { with: 'sesn_trial0000000001', without: 'sesn_trial0000000002' };
      const { run: of, entry, provider, model, target, mode, version, probe } = started;
      const event = {
        type: 'trial.started' as const,
        run: of,
        trial: 'tria_2',
        entry,
        provider,
        model,
        target,
        mode,
        version,
        probe,
        sessions,
      };
      await log.append(id, log.head(id), [event]);
      await log.close();
    });
    await at.drover.resume();
    await on.ended(run);
    await expectEachOnce(2);
  });

  it('are stopped by a person: what runs is interrupted and says nothing', async () => {
    on.rule(RULE);
    await on.coach(CAPITAL, 'capital');
    on.places(2);
    const run = await on.begin('dawdles', ['capital']);
    const { with: withIt, without } = await firstStarted();
    for (const arm of [withIt, without]) await at.event(arm, ({ type }) => type === 'agent.tool_use');
    await at.drover.stopTrials(await on.project(), run);
    await at.drover.stopTrials(await on.project(), run);
    const view = await on.ended(run);
    expect(view).toMatchObject({ ended: { reason: 'stopped' }, items: [], progress: [{ ended: 1, running: 0 }] });
    expect(view.spentUsd).toBeGreaterThan(0);
    const [trial] = await at.drover.trialsOf(await on.project(), 'capital');
    const silent = { passed: null, reason: 'The trials were stopped.', turns: 1 };
    expect(trial?.ended).toMatchObject({ with: silent, without: silent });
    expect(await on.record('capital', 'dawdles')).toMatchObject({ judgement: { state: 'unclear', broken: 1 }, running: 0 });
    expect(await (await at.drover.targets.get('local')).list()).toEqual([]);
    // Over is over.
    await at.drover.stopTrials(await on.project(), run);
    expect(await countOf('trials.stop_requested')).toBe(1);
  });

  it('are stopped when the budget is spent, and keep what they found', async () => {
    on.rule({ ...RULE, maxPairs: 10 });
    // One pair after the other: what the next one costs is known.
    on.places(1);
    await on.coach(CAPITAL, 'capital');
    const { spentUsd } = await on.test('fickle', ['capital'], 0.0001);
    // What the first requests cost is more than that, whatever the gate says.
    expect(spentUsd).toBeGreaterThan(0.0001);
    const [spent] = await at.drover.trialsOf(await on.project(), 'capital');
    const whole = await on.test('fickle', ['capital'], 0.006);
    expect(whole).toMatchObject({ ended: { reason: 'budget_reached' }, items: [] });
    expect(whole.ended?.explanation).toMatch(/^\$0\.\d+ of the budget is left, and the next trial would cost about \$0\.\d+\.$/);
    expect(whole.spentUsd).toBeLessThan(0.006);
    const record = await on.record('capital', 'fickle');
    expect(record?.pairs).toBe(whole.progress[0]!.ended + 1);
    expect(spent?.ended).not.toBeNull();

    const held = await on.test('dawdles', ['capital'], 0.0001);
    expect(held.ended).toMatchObject({ reason: 'budget_reached', explanation: 'The trials cost the allowed $0.00010.' });
    const [trial] = await at.drover.trialsOf(await on.project(), 'capital');
    expect(trial?.ended?.with).toMatchObject({ passed: null, reason: 'The trials cost the allowed $0.00010.' });
  });

  it('end when the day may cost no more, in its words', async () => {
    on.rule(RULE);
    on.places(2);
    await on.coach(CAPITAL, 'capital');
    at.drover.settings.update((settings) => ({ ...settings, dailyBudget: { usd: 0.0001 } }));
    const run = await on.test('needs-telling', ['capital']);
    expect(run).toMatchObject({ ended: { reason: 'budget_reached', explanation: at.drover.today().reached }, items: [] });
    const [trial] = await at.drover.trialsOf(await on.project(), 'capital');
    expect([trial?.ended?.with?.passed, trial?.ended?.without.passed]).toEqual([null, null]);
  });

  it('wait for a place where others hold them all', async () => {
    on.rule({ ...RULE, maxPairs: 1 });
    on.places(1);
    await on.coach(CAPITAL, 'capital');
    const holder = await at.start('dawdles');
    await at.event(holder, ({ type }) => type === 'agent.tool_use');
    const run = await on.begin('needs-telling', ['capital']);
    const { with: withIt, without } = await firstStarted();
    for (const arm of [withIt, without]) await at.event(arm, ({ type }) => type === 'sandbox.awaited');
    await at.drover.stop(holder);
    expect(await on.ended(run)).toMatchObject({ progress: [{ ended: 1 }], items: [{ reason: 'max_pairs_reached' }] });
  });
});
