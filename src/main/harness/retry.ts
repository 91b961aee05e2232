import type { RetryPolicy } from './ports.ts';

/** How long to wait before the attempt after the `attempt`-th failure in a row, in ms. */
export function waitBefore(attempt: number, { baseMs, maxMs }: Pick<RetryPolicy, 'baseMs' | 'maxMs'>): number {
  return Math.min(maxMs, baseMs * 2 ** (attempt - 1));
}
