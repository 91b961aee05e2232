/** What running cost. Pure. */
import type { ModelUsage } from './events.ts';

export interface Spent {
  usage: ModelUsage;
  costUsd: number;
  /** Time spent running, by the log's clock. */
  activeMs: number;
}

const noUsage: ModelUsage = { input_tokens: 0, output_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };

export const nothingSpent: Spent = { usage: noUsage, costUsd: 0, activeMs: 0 };

export function sumSpent(a: Spent, b: Spent): Spent {
  return { usage: sumUsage(a.usage, b.usage), costUsd: a.costUsd + b.costUsd, activeMs: a.activeMs + b.activeMs };
}

export function sumUsage(a: ModelUsage, b: ModelUsage): ModelUsage {
  return {
    input_tokens: a.input_tokens + b.input_tokens,
    output_tokens: a.output_tokens + b.output_tokens,
    cache_creation_input_tokens: a.cache_creation_input_tokens + b.cache_creation_input_tokens,
    cache_read_input_tokens: a.cache_read_input_tokens + b.cache_read_input_tokens,
  };
}
