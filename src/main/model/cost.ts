/** What a model request costs. Pure. */
import type { ModelUsage } from '../../shared/events.ts';
import type { Prices } from '../../shared/settings.ts';

export const NO_USAGE: ModelUsage = {
  input_tokens: 0,
  output_tokens: 0,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
};

/** US dollars. The Messages API counts `input_tokens` without the cached ones, so the four parts never overlap. */
export function costUsd(usage: ModelUsage, prices: Prices): number {
  const millionths =
    usage.input_tokens * prices.input +
    usage.output_tokens * prices.output +
    usage.cache_creation_input_tokens * prices.cacheWrite +
    usage.cache_read_input_tokens * prices.cacheRead;
  return millionths / 1_000_000;
}
