import { expect, test } from 'vitest';
import type { PlannedItem, RunView, TrialPlan } from '../../../shared/ipc-coaching.ts';
import type { TrialMode } from '../../../shared/events.ts';
import { trialOf } from './coached.test-support.ts';
import { barPlaces, effectWords } from './effect-bar.ts';
import { guardAnswer } from './guard-answer.ts';
import { budgetFor, planSum } from './plan-sum.ts';
import { endedSince, endWords, runProgress, runTitle } from './run-words.ts';

test('a bar stands on an axis from -100 to 100 points', () => {
  expect(barPlaces({ estimate: 0.5, lower: -0.2, upper: 1 }, 0.2)).toEqual({ left: 40, width: 60, estimate: 75, zero: 50, tick: 60 });
  expect(barPlaces({ estimate: -1, lower: -1, upper: -1 }, 0.5)).toEqual({ left: 0, width: 0, estimate: 0, zero: 50, tick: 75 });
  expect(effectWords({ estimate: -0.001, lower: -0.355, upper: 0.2 })).toBe('0 points, −35 to 20');
});

const item = (entry: string, over: Partial<PlannedItem>): PlannedItem => ({
  entry,
  due: 'never_tested',
  pairs: 10,
  usd: 1,
  minutes: 4,
  ...over,
});
const plan: TrialPlan = {
  items: [item('a', {}), item('b', { usd: null, minutes: 12, pairs: 5 }), item('c', { usd: 0.333 })],
  untestable: [],
  usd: 1.333,
  minutes: 5,
};

test('the sum of a plan is that of what is chosen of it', () => {
  expect(planSum(plan, () => true)).toEqual({ items: 3, pairs: 25, usd: 1.333, unknown: true, minutes: 5 });
  expect(planSum(plan, ({ entry }) => entry === 'a')).toEqual({ items: 1, pairs: 10, usd: 1, unknown: false, minutes: 1 });
  expect(planSum({ ...plan, items: [item('a', { minutes: null })] }, () => true).minutes).toBeNull();
  expect(budgetFor(1.333)).toBe(1.34);
  expect(budgetFor(0.07)).toBe(0.07);
  expect(budgetFor(0)).toBeUndefined();
});

function runView(over: Partial<RunView> = {}): RunView {
  const items = ['a', 'b'].map((entry) => ({ entry, provider: 'p', model: 'm', target: 'local' }));
  return {
    id: 'run-1',
    begun: { project: { path: '/p', name: 'p' }, kind: 'entries', items, budget_usd: 1, smallest: 0.2, max_pairs: 300 },
    startedAt: '2026-01-01T00:00:00Z',
    items: [],
    stopRequested: false,
    ended: null,
    progress: [
      { ended: 3, running: 1 },
      { ended: 1, running: 2 },
    ],
    spentUsd: 0.5,
    ...over,
  };
}

test('a run says how far it is, and how it ended', () => {
  expect(runTitle(runView())).toBe('Testing 2 entries with m');
  expect(runProgress(runView())).toEqual({ ended: 4, running: 3, answers: 0 });
  expect(endWords(runView())).toBe('');
  const ended = (reason: 'done' | 'budget_reached' | 'failed', at: string): RunView =>
    runView({ ended: { reason, explanation: 'No disk.', at } });
  expect(endWords(ended('done', ''))).toBe('All trials are done.');
  expect(endWords(ended('failed', ''))).toBe('The trials failed. No disk.');
  const failing = { item: runView().begun.items[0]!, reason: 'failing' as const, explanation: '' };
  expect(endWords({ ...ended('budget_reached', ''), items: [failing] })).toBe(
    'The budget was reached; what was found so far is kept. Of 1 the runs ended by errors.',
  );
  const runs = [runView(), ended('done', '2026-01-03T00:00:00Z'), ended('done', '2026-01-02T00:00:00Z')];
  expect(endedSince(runs, null)).toHaveLength(2);
  expect(endedSince(runs, '2026-01-02T00:00:00Z')).toHaveLength(1);
});

test('a guard asks about what passed before the prune and failed after it, and about nothing else', () => {
  const told = (id: string) => ({ id, version: 'v', text: id, scope: { paths: [], kinds: [], models: [] } });
  const guard = { path: '.drover/coaching.md', before: [told('a'), told('b'), told('c')], after: [told('b')] };
  const run = runView({ begun: { ...runView().begun, kind: 'guard', guard } });
  const mode: TrialMode = 'guard';
  const trials = [
    trialOf('a', 0, { with: true, without: false }),
    trialOf('b', 0, { with: true, without: true }),
    trialOf('c', 0, { with: false, without: true }),
    trialOf('d', 0, { with: null, without: false }),
    trialOf('e', 0, null),
  ].map((trial) => ({ ...trial, mode }));
  expect(guardAnswer(run, trials)).toMatchObject({ worse: [{ item: { entry: 'a' } }], same: 2, silent: 1, pruned: ['a', 'c'] });
});
