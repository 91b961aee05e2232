import { expect, test } from 'vitest';
import { raiseBudget } from './raise-budget.ts';

test('spent money is doubled, else the time is', () => {
  expect(raiseBudget({ minutes: 20, iterations: 5, usd: 0.4 }, 0.41)).toEqual({
    budget: { minutes: 20, iterations: 5, usd: 0.8 },
    label: 'Raise to $0.80',
  });
  expect(raiseBudget({ minutes: 20, iterations: 5, usd: 0.4 }, 0.1)?.label).toBe('Raise to 40 min');
  expect(raiseBudget({ minutes: 20, iterations: 5 }, 9)?.budget).toEqual({ minutes: 40, iterations: 5 });
});

test('a day is the most', () => {
  expect(raiseBudget({ minutes: 1440, iterations: 5 }, 0)).toBeNull();
});
