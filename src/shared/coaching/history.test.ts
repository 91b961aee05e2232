import { expect, test } from 'vitest';
import { historyOf, type Told } from './history.ts';

const at = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString();
const dispatch: Told['dispatch'] = {
  ...{ title: 'T', project: { path: '/p', name: 'p' }, base: { commit: 'c', branch: null, uncommittedChanges: false } },
  ...{ specPath: null, provider: 'p', model: 'model-x', target: 'local' },
};
const one = (createdAt: string, over: Partial<Told> & { model?: string; provider?: string } = {}): Told => {
  const { model = 'model-x', provider = 'p', ...rest } = over;
  return { dispatch: { ...dispatch, model, provider }, createdAt, told: null, verdict: null, ...rest };
};

test('a point a day and model: means of what was told, and how many of the judged passed', () => {
  const told = { entries: 4, tokens: 100 };
  const points = historyOf([
    one(at(2, 23), { told, verdict: 'passed' }),
    one(at(2, 0), { verdict: 'failed' }),
    one(at(2, 12)),
    one(at(3, 0), { told, verdict: 'passed' }),
    one(at(2, 1), { model: 'model-a', told }),
    one(at(2, 1), { provider: 'other', told }),
  ]);
  const day2 = new Date(2026, 10, 2).toISOString();
  expect(points).toEqual([
    { day: day2, provider: 'p', model: 'model-a', dispatches: 1, entries: 4, tokens: 100, passed: 0, judged: 0 },
    { day: day2, provider: 'other', model: 'model-x', dispatches: 1, entries: 4, tokens: 100, passed: 0, judged: 0 },
    { day: day2, provider: 'p', model: 'model-x', dispatches: 3, entries: 4 / 3, tokens: 100 / 3, passed: 1, judged: 2 },
    {
      day: new Date(2026, 10, 3).toISOString(),
      provider: 'p',
      model: 'model-x',
      dispatches: 1,
      entries: 4,
      tokens: 100,
      passed: 1,
      judged: 1,
    },
  ]);
});

test('of no dispatch there is none', () => expect(historyOf([])).toEqual([]));
