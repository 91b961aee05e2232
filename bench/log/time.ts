import { performance } from 'node:perf_hooks';
import { quantile } from '../support/row.ts';

/** In milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export const us = (values: readonly number[], q: number): string => `${(quantile(values, q) * 1000).toFixed(0)} us`;

export const ratio = (a: readonly number[], b: readonly number[], q = 0.5): number => quantile(a, q) / quantile(b, q);
