import type { Budget } from '../../../shared/spec.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { formatTokens } from '../../ui/format-tokens.ts';

interface Raise {
  budget: Budget;
  /** What the button says, e.g. `Raise to $0.80`. */
  label: string;
}

export interface SpentSoFar {
  usd: number;
  tokens: number;
  minutes: number;
}

const MOST_MINUTES = 24 * 60;

/** Which limits of its own a session has reached; none of them: it is the day's. Pure, as all here. */
export function limitsReached(budget: Budget, spent: SpentSoFar): ('usd' | 'tokens' | 'minutes')[] {
  return [
    ...(spent.minutes >= budget.minutes ? (['minutes'] as const) : []),
    ...(budget.usd !== undefined && spent.usd >= budget.usd ? (['usd'] as const) : []),
    ...(budget.tokens !== undefined && spent.tokens >= budget.tokens ? (['tokens'] as const) : []),
  ];
}

/** Twice of all that ran out. Null where nothing of its own did, or the contract allows no more. */
export function raiseBudget(budget: Budget, spent: SpentSoFar): Raise | null {
  let raised = budget;
  const words: string[] = [];
  for (const limit of limitsReached(budget, spent)) {
    if (limit === 'usd') {
      const usd = Math.round(Math.max(budget.usd ?? 0, spent.usd) * 200) / 100;
      raised = { ...raised, usd };
      words.push(formatMoney(usd));
    } else if (limit === 'tokens') {
      const tokens = Math.max(budget.tokens ?? 0, spent.tokens) * 2;
      raised = { ...raised, tokens };
      words.push(`${formatTokens(tokens)} tokens`);
    } else if (budget.minutes < MOST_MINUTES) {
      const minutes = Math.min(Math.ceil(Math.max(budget.minutes, spent.minutes) * 2), MOST_MINUTES);
      raised = { ...raised, minutes };
      words.push(`${minutes} min`);
    }
  }
  return words.length === 0 ? null : { budget: raised, label: `Raise to ${words.join(' and ')}` };
}

/** What was reached, in a few words: `$0.40 spent`. */
export function reachedWords(budget: Budget, spent: SpentSoFar): string {
  const words = limitsReached(budget, spent).map((limit) =>
    limit === 'usd'
      ? `${formatMoney(budget.usd ?? 0)} spent`
      : limit === 'tokens'
        ? `${formatTokens(budget.tokens ?? 0)} tokens used`
        : `${budget.minutes} min run`,
  );
  return words.length === 0 ? 'the day’s budget' : words.join(', ');
}
