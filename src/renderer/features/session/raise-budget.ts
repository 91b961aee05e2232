import type { Budget } from '../../../shared/spec.ts';
import { formatMoney } from '../../ui/format-money.ts';

interface Raise {
  budget: Budget;
  /** What the button says, e.g. `Raise to $0.80`. */
  label: string;
}

const MOST_MINUTES = 24 * 60;

/** Twice of what ran out: the money where it is spent, else the time. Null where the contract allows no more. */
export function raiseBudget(budget: Budget, costUsd: number): Raise | null {
  if (budget.usd !== undefined && costUsd >= budget.usd * 0.98) {
    const usd = Math.round(budget.usd * 200) / 100;
    return { budget: { ...budget, usd }, label: `Raise to ${formatMoney(usd)}` };
  }
  const minutes = Math.min(budget.minutes * 2, MOST_MINUTES);
  return minutes === budget.minutes ? null : { budget: { ...budget, minutes }, label: `Raise to ${minutes} min` };
}
