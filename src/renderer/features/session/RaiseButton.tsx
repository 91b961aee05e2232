import { useState } from 'react';
import type { SessionSummary } from '../../../shared/summary.ts';
import { useDrover } from '../../store/use-drover.ts';
import { useToday } from '../../store/use-today.ts';
import { Button } from '../../ui/Button.tsx';
import { limitsReached, raiseBudget, type SpentSoFar } from './raise-budget.ts';

/**
 * Doubles what ran out and goes on; where it is the day's budget, leads to it, and goes on once that has room again. Nothing
 * where there is no more to give.
 */
export function RaiseButton({ summary }: { summary: SessionSummary }) {
  const drover = useDrover();
  const [busy, setBusy] = useState(false);
  const today = useToday();
  const spent = spentBy(summary);
  const raise = raiseBudget(summary.budget, spent);
  async function go(budget?: SessionSummary['budget']): Promise<void> {
    setBusy(true);
    await drover.call('session.continue', { session: summary.id, ...(budget !== undefined && { budget }) });
    setBusy(false);
  }
  if (raise !== null) {
    return (
      <Button busy={busy} onClick={() => void go(raise.budget)}>
        {raise.label}
      </Button>
    );
  }
  if (limitsReached(summary.budget, spent).length > 0) return null;
  if (today !== null && today.reached === null) {
    return (
      <Button busy={busy} onClick={() => void go()}>
        Continue
      </Button>
    );
  }
  return <Button onClick={() => drover.go({ screen: 'settings', section: 'budget' })}>Raise the day’s budget</Button>;
}

export function spentBy({ costUsd, tokens, activeMs }: SessionSummary): SpentSoFar {
  return { usd: costUsd, tokens, minutes: activeMs / 60_000 };
}
