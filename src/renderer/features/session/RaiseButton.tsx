import { useState } from 'react';
import type { SessionSummary } from '../../../shared/summary.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { raiseBudget } from './raise-budget.ts';

/** Doubles what ran out and goes on. Nothing where there is no more to give. */
export function RaiseButton({ summary }: { summary: SessionSummary }) {
  const drover = useDrover();
  const [busy, setBusy] = useState(false);
  const raise = raiseBudget(summary.budget, summary.costUsd);
  if (raise === null) return null;
  async function go(budget: SessionSummary['budget']): Promise<void> {
    setBusy(true);
    await drover.call('session.continue', { session: summary.id, budget });
    setBusy(false);
  }
  return (
    <Button busy={busy} onClick={() => void go(raise.budget)}>
      {raise.label}
    </Button>
  );
}
