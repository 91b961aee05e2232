import type { Prices, Provider } from '../../shared/settings.ts';

/**
 * Anthropic's API as a new row in settings, with list prices per million tokens (cache writes kept five minutes).
 * From platform.claude.com, `docs/models/<model>/overview`, as published in October 2026; a user may correct them.
 * Claude Haiku 5.5 costs five times less for prompts up to 100,000 tokens; a price here has no such steps, and a budget
 * must rather count too much than too little.
 */
export function anthropicProvider(): Provider {
  return {
    id: 'anthropic',
    name: 'Anthropic',
    baseURL: 'https://api.anthropic.com',
    versionHeader: '',
    models: [
      { id: 'claude-opus-5-5', prices: prices(4, 20, 0.2), maxOutputTokens: 16_000, contextTokens: 200_000 },
      { id: 'claude-sonnet-5-5', prices: prices(2, 10, 0.1), maxOutputTokens: 16_000, contextTokens: 200_000 },
      { id: 'claude-haiku-5-5', prices: prices(0.5, 2.5, 0.05), maxOutputTokens: 16_000, contextTokens: 200_000 },
    ],
  };
}

/** A write to the five-minute cache costs a quarter more than input, for every model. */
function prices(input: number, output: number, cacheRead: number): Prices {
  return { input, output, cacheRead, cacheWrite: input * 1.25 };
}
