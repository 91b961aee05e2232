import type { SessionSummary } from '../../../shared/summary.ts';
import type { SessionState } from '../../../shared/fold.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { formatTokens } from '../../ui/format-tokens.ts';
import { UseMeter } from '../../ui/UseMeter.tsx';
import { useNow } from '../../ui/use-now.ts';
import { formatMinutes } from '../../ui/format-minutes.ts';

/** What is spent against what may be: money, tokens, minutes, tries; while it runs, to the second. */
export function BudgetMeters({ summary, state, running }: { summary: SessionSummary; state: SessionState | null; running: boolean }) {
  const { budget } = summary;
  const now = useNow(1000, running);
  const since = running ? Math.max(0, now - Date.parse(state?.updatedAt ?? summary.updatedAt)) : 0;
  const minutes = ((state?.activeMs ?? summary.activeMs) + since) / 60_000;
  return (
    <>
      <UseMeter
        name="Tries"
        used={summary.iteration}
        limit={summary.maxIterations}
        format={String}
        words={(used, limit) => `try ${used} of ${limit}`}
      />
      <UseMeter name="Money" used={summary.costUsd} limit={budget.usd} format={formatMoney} />
      <UseMeter name="Tokens" used={summary.tokens} limit={budget.tokens} format={formatTokens} unit="tokens" />
      <UseMeter name="Time" used={minutes} limit={budget.minutes} format={formatMinutes} />
    </>
  );
}
