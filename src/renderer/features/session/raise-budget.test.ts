import { expect, test } from 'vitest';
import { raiseBudget, reachedWords } from './raise-budget.ts';

const spent = (over: Partial<{ usd: number; tokens: number; minutes: number }>) => ({ usd: 0, tokens: 0, minutes: 0, ...over });

test('what ran out is doubled, and only that', () => {
  expect(raiseBudget({ minutes: 20, iterations: 5, usd: 0.4 }, spent({ usd: 0.4 }))).toEqual({
    budget: { minutes: 20, iterations: 5, usd: 0.8 },
    label: 'Raise to $0.80',
  });
  expect(raiseBudget({ minutes: 20, iterations: 5, usd: 0.4 }, spent({ usd: 0.1, minutes: 20 }))).toMatchObject({
    label: 'Raise to 40 min',
  });
  expect(raiseBudget({ minutes: 20, iterations: 5, tokens: 50_000 }, spent({ tokens: 61_000 }))).toEqual({
    budget: { minutes: 20, iterations: 5, tokens: 122_000 },
    label: 'Raise to 122k tokens',
  });
});

test('several that ran out are raised together, or it would stop again at once', () => {
  expect(raiseBudget({ minutes: 20, iterations: 5, usd: 0.4 }, spent({ usd: 0.5, minutes: 21 }))).toEqual({
    budget: { minutes: 42, iterations: 5, usd: 1 },
    label: 'Raise to 42 min and $1.00',
  });
});

test('a day is the most; what is not its own limit is not raised here', () => {
  expect(raiseBudget({ minutes: 1440, iterations: 5 }, spent({ minutes: 1440 }))).toBeNull();
  expect(raiseBudget({ minutes: 20, iterations: 5 }, spent({ usd: 9 }))).toBeNull();
});

test('it says which limit was reached', () => {
  expect(reachedWords({ minutes: 20, iterations: 5, usd: 0.4 }, spent({ usd: 0.41 }))).toBe('$0.40 spent');
  expect(reachedWords({ minutes: 20, iterations: 5, tokens: 50_000 }, spent({ tokens: 50_000, minutes: 20 }))).toBe(
    '20 min run, 50.0k tokens used',
  );
  expect(reachedWords({ minutes: 20, iterations: 5 }, spent({}))).toBe('the day’s budget');
});
