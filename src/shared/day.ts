/** What is spent in a day by all sessions together, and whether that is a limit. Pure. */
import type { DailyBudget } from './settings.ts';

export interface DaySpent {
  usd: number;
  tokens: number;
  minutes: number;
  iterations: number;
}

/** The first instant of the day that `now` is in, by this computer's clock, in Unix ms. */
export function startOfDay(now: number): number {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

export function startOfNextDay(now: number): number {
  const day = new Date(startOfDay(now));
  // Not 24 hours: clocks change.
  day.setDate(day.getDate() + 1);
  return day.getTime();
}

/** Which limit of the day is reached, in words; null: none. */
export function dayLimitReached(spent: DaySpent, limit: DailyBudget): string | null {
  const reached = [
    limit.usd !== undefined && spent.usd >= limit.usd ? `$${spent.usd.toFixed(2)} of $${limit.usd.toFixed(2)}` : '',
    limit.tokens !== undefined && spent.tokens >= limit.tokens ? `${whole(spent.tokens)} of ${whole(limit.tokens)} tokens` : '',
    limit.minutes !== undefined && spent.minutes >= limit.minutes ? `${whole(spent.minutes)} of ${whole(limit.minutes)} min` : '',
    limit.iterations !== undefined && spent.iterations >= limit.iterations ? `${spent.iterations} of ${limit.iterations} iterations` : '',
  ].filter((part) => part !== '');
  if (reached.length === 0) return null;
  return `The day's budget for all sessions is spent: ${reached.join(', ')} since midnight. Raise it in Settings, or continue tomorrow.`;
}

const whole = (n: number): string => Math.floor(n).toLocaleString('en-US');
