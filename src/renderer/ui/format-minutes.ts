import { formatClock } from './format-duration.ts';

/** A running clock below an hour (`4:31`), whole minutes as they are given (`20 min`). */
export function formatMinutes(minutes: number): string {
  return Number.isInteger(minutes) && minutes > 0 ? `${minutes} min` : formatClock(minutes * 60_000);
}
