/** Where an effect's bar stands on an axis from -100 to 100 points, in percent of its width; and the same in words. Pure. */
import type { Effect } from '../../../shared/coaching/effect.ts';

export interface BarPlaces {
  /** The interval. */
  left: number;
  width: number;
  estimate: number;
  zero: number;
  /** The smallest effect that matters. */
  tick: number;
}

const place = (share: number): number => Math.min(100, Math.max(0, 50 + share * 50));

export function barPlaces({ estimate, lower, upper }: Effect, smallest: number): BarPlaces {
  const left = place(lower);
  return { left, width: Math.max(0, place(upper) - left), estimate: place(estimate), zero: place(0), tick: place(smallest) };
}

/** Whole points of a share of runs, `−3`; never a zero with a sign. */
export function points(share: number): string {
  const whole = Math.round(share * 100) || 0;
  return whole < 0 ? `−${-whole}` : String(whole);
}

export function effectWords({ estimate, lower, upper }: Effect): string {
  return `${points(estimate)} points, ${points(lower)} to ${points(upper)}`;
}
