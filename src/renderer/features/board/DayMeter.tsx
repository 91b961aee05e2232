import { useDrover } from '../../store/use-drover.ts';
import { useToday } from '../../store/use-today.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { formatTokens } from '../../ui/format-tokens.ts';
import { UseMeter } from '../../ui/UseMeter.tsx';

/** What all sessions have spent today, where that has a limit; pressing it leads to the limit. */
export function DayMeter() {
  const drover = useDrover();
  const today = useToday();
  if (today === null) return null;
  const { limit } = today;
  if (Object.values(limit).every((value) => value === undefined)) return null;
  return (
    <button
      type="button"
      aria-label="The day’s budget"
      onClick={() => drover.go({ screen: 'settings', section: 'budget' })}
      className="flex h-7 items-center gap-3 rounded-md px-2 text-ink-2 hover:bg-surface-3"
    >
      <span className="text-ink-3">Today</span>
      <dl className="flex items-center gap-3">
        {limit.usd === undefined ? null : <UseMeter name="Money" used={today.usd} limit={limit.usd} format={formatMoney} />}
        {limit.tokens === undefined ? null : (
          <UseMeter name="Tokens" used={today.tokens} limit={limit.tokens} format={formatTokens} unit="tokens" />
        )}
        {limit.minutes === undefined ? null : (
          <UseMeter name="Minutes" used={Math.floor(today.minutes)} limit={limit.minutes} format={String} unit="min" />
        )}
        {limit.iterations === undefined ? null : (
          <UseMeter name="Tries" used={today.iterations} limit={limit.iterations} format={String} unit="tries" />
        )}
      </dl>
    </button>
  );
}
