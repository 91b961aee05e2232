import { Scissors } from 'lucide-react';
import type { EntryRow } from '../../../shared/coaching/entry-rows.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { costOfRows, type DispatchCost } from './what-if.ts';

interface WhatIfBarProps {
  /** What a dispatch to the chosen model is told. */
  told: readonly EntryRow[];
  /** What is asked about: what is marked, or all that is outgrown. */
  pruned: readonly EntryRow[];
  isMarked: boolean;
  onPrune: () => void;
  onUnmark: () => void;
}

/** What the entries cost a dispatch, and what they would without some of them. */
export function WhatIfBar({ told, pruned, isMarked, onPrune, onUnmark }: WhatIfBarProps) {
  const now = costOfRows(told);
  const then = costOfRows(told.filter((row) => !pruned.includes(row)));
  const harmful = pruned.some(({ state }) => state === 'harmful');
  const which = isMarked ? 'marked' : harmful ? 'outgrown or harmful' : 'outgrown';
  return (
    <section aria-label="What it costs" className="flex h-9 shrink-0 items-center gap-3 border-b border-line bg-surface-1 px-4">
      <p className="min-w-0 flex-1 truncate">
        <span>{`${formatCount(now.entries)} ${now.entries === 1 ? 'entry' : 'entries'}, ${costWords(now)} a dispatch`}</span>
        {pruned.length === 0 ? null : (
          <span className="text-ink-2">{`; prune ${formatCount(pruned.length)} ${which}: ${costWords(then)}`}</span>
        )}
      </p>
      {isMarked ? (
        <Button look="quiet" onClick={onUnmark}>
          Unmark all
        </Button>
      ) : null}
      {pruned.length === 0 ? null : (
        <Button icon={<Scissors />} {...(isMarked && { keys: 'p' })} onClick={onPrune}>
          {isMarked ? `Prune marked (${formatCount(pruned.length)})` : `Prune all ${which} (${formatCount(pruned.length)})`}
        </Button>
      )}
    </section>
  );
}

function costWords({ tokens, usd }: DispatchCost): string {
  return `${formatCount(tokens)} tokens${usd === null || usd === 0 ? '' : ` (${formatMoney(usd)})`}`;
}
