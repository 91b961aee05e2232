import { expect, test } from 'vitest';
import { costUsd, NO_USAGE } from './cost.ts';

const PRICES = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 };

test('each kind of token has its own price, per million', () => {
  expect(costUsd({ ...NO_USAGE, input_tokens: 1_000_000 }, PRICES)).toBe(3);
  expect(costUsd({ ...NO_USAGE, output_tokens: 1_000_000 }, PRICES)).toBe(15);
  expect(costUsd({ ...NO_USAGE, cache_read_input_tokens: 1_000_000 }, PRICES)).toBe(0.3);
  expect(costUsd({ ...NO_USAGE, cache_creation_input_tokens: 1_000_000 }, PRICES)).toBe(3.75);
});

test('nothing used costs nothing', () => {
  expect(costUsd(NO_USAGE, PRICES)).toBe(0);
});
