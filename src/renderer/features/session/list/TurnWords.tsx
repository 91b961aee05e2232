import { formatDuration } from '../../../ui/format-duration.ts';
import { formatMoney } from '../../../ui/format-money.ts';
import { formatTokens } from '../../../ui/format-tokens.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { callOutcome } from '../call-summary.ts';
import type { Gist } from './gist.ts';

export interface TurnFacts {
  /** The turn's number where the row begins one, else 0. */
  turn: number;
  folded: boolean;
  end: Gist | undefined;
  /** Of a folded turn: its first call. */
  inner: Gist | undefined;
  innerEnd: Gist | undefined;
  innerCount: number;
}

/** Where a turn of the model begins: its number, folded what it did first, and what it took. */
export function TurnWords({ turn, folded, inner, innerEnd, innerCount, end }: TurnFacts) {
  const call = inner?.kind === 'call' ? inner : null;
  const outcome = call === null ? null : callOutcome(call.name, call, innerEnd?.kind === 'result' ? innerEnd.facts : null);
  return (
    <>
      <span className="shrink-0">Turn {turn.toLocaleString('en')}</span>
      <span className="flex min-w-0 flex-1 gap-2 font-normal text-ink-2">
        {folded ? (
          <>
            {call === null ? null : <span className="machine truncate">{visibleLine(`${call.name} ${call.subject}`)}</span>}
            {outcome === null || outcome.outcome === '' ? null : (
              <span className={`shrink-0 ${outcome.tone === 'failed' ? 'text-failed' : 'text-ink-3'}`}>{outcome.outcome}</span>
            )}
            {innerCount > 1 ? <span className="shrink-0 text-ink-3">{innerCount} rows</span> : null}
          </>
        ) : null}
      </span>
      <span className="flex shrink-0 gap-3 text-sm font-normal text-ink-3">
        {end?.kind === 'answered' ? (
          <>
            <span title={`${end.tokensIn} tokens in, ${end.tokensOut} out`}>{formatTokens(end.tokensOut)} tok</span>
            <span>{formatMoney(end.costUsd)}</span>
            <span>{formatDuration(end.durationMs)}</span>
          </>
        ) : null}
      </span>
    </>
  );
}
