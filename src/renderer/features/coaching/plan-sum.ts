/** What a plan's chosen items take together. Pure. */
import type { PlannedItem, TrialPlan } from '../../../shared/ipc-coaching.ts';

export interface PlanSum {
  items: number;
  pairs: number;
  /** Of those whose price is known. */
  usd: number;
  /** Some price is not. */
  unknown: boolean;
  /** With so many runs at a time as the target holds; null: nobody knows. */
  minutes: number | null;
}

export function planSum(plan: TrialPlan, isChosen: (item: PlannedItem) => boolean): PlanSum {
  const chosen = plan.items.filter(isChosen);
  const apart = (items: readonly PlannedItem[]): number => items.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);
  const all = apart(plan.items);
  return {
    items: chosen.length,
    pairs: chosen.reduce((sum, { pairs }) => sum + pairs, 0),
    usd: chosen.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
    unknown: chosen.some(({ usd }) => usd === null),
    minutes: all === 0 ? null : (plan.minutes * apart(chosen)) / all,
  };
}

/** Upwards to a whole cent, so that a budget that is the price holds it; undefined: there is nothing to hold. */
export function budgetFor(usd: number): number | undefined {
  const cents = Math.ceil(usd * 100 - 1e-9);
  return cents <= 0 ? undefined : cents / 100;
}
