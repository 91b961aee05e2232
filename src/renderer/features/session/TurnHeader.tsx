import { ChevronDown, ChevronRight } from 'lucide-react';
import { Ago } from '../../ui/Ago.tsx';
import { formatDuration } from '../../ui/format-duration.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { formatTokens } from '../../ui/format-tokens.ts';
import { visibleLine } from '../../ui/visible-text.ts';
import { callSummary } from './call-summary.ts';
import type { TurnRow } from './timeline-rows.ts';
import type { RowProps } from './TimelineRow.tsx';

/** Where a turn of the model begins: its number, what it took, and folded, what it did. */
export function TurnHeader({ row, open, onToggle }: { row: TurnRow } & RowProps) {
  const Chevron = open ? ChevronDown : ChevronRight;
  const { end, calls } = row;
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={onToggle}
      className="mt-2 flex min-h-7 w-full min-w-0 items-center gap-2 border-t border-line pt-1 pr-6 text-left outline-offset-[-2px] hover:bg-surface-3"
    >
      <span className="flex w-5 shrink-0 justify-center">
        <Chevron aria-hidden="true" className="size-4 text-ink-3" />
      </span>
      <span className="shrink-0 font-semibold">Turn {row.n}</span>
      <span className="min-w-0 flex-1 truncate text-ink-2">
        {open ? '' : calls.map((call) => visibleLine(`${call.name} ${callSummary(call.name, call.input, null).subject}`)).join(' · ')}
      </span>
      <span className="flex shrink-0 items-center gap-3 text-sm text-ink-3">
        {end === null ? null : (
          <>
            <span
              title={`${end.model_usage.input_tokens + end.model_usage.cache_read_input_tokens + end.model_usage.cache_creation_input_tokens} tokens in, ${end.model_usage.output_tokens} out`}
            >
              {formatTokens(end.model_usage.output_tokens)} tok
            </span>
            <span>{formatMoney(end.cost_usd)}</span>
            <span>{formatDuration(end.duration_ms)}</span>
          </>
        )}
        <Ago at={row.start.processed_at} className="min-w-16 text-right whitespace-nowrap" />
      </span>
    </button>
  );
}
