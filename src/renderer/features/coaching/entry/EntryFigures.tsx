import type { ReactNode } from 'react';
import { pairsIn } from '../../../../shared/coaching/effect.ts';
import type { EntryRow } from '../../../../shared/coaching/entry-rows.ts';
import { formatCount } from '../../../ui/format-count.ts';
import { formatMoney } from '../../../ui/format-money.ts';
import { effectWords, points } from '../effect-bar.ts';
import { EffectBar } from '../EffectBar.tsx';
import { differenceWords, signedMoney, signedTurns } from './entry-facts.ts';

/** The numbers of an entry on the chosen model. @param smallest the smallest effect that matters, from 0 to 1 */
export function EntryFigures({ row, smallest }: { row: EntryRow; smallest: number }) {
  const { record, tokens, usdPerDispatch } = row;
  const judged = record === null ? 0 : pairsIn(record.judgement.counts);
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
      {record === null || judged === 0 ? null : (
        <>
          <Pair name="Effect">
            <EffectBar row={row} smallest={smallest} />
            <span className="block">{effectWords(record.judgement.effect)} (95 %)</span>
          </Pair>
          <Pair name="Chance">
            {percent(record.chance)} that it helps by more than {points(smallest)} points
          </Pair>
          <Pair name="Cost of a run">{differenceWords(record.costUsd, signedMoney)}</Pair>
          <Pair name="Turns of a run">{differenceWords(record.turns, signedTurns)}</Pair>
        </>
      )}
      {record === null || record.pairs === 0 ? null : (
        <Pair name="Pairs">
          {formatCount(judged)} judged
          {record.judgement.broken === 0 ? '' : `, ${formatCount(record.judgement.broken)} without an answer`}
          {record.running === 0 ? '' : `, ${formatCount(record.running)} under way`}; {formatMoney(record.spentUsd)} in all
        </Pair>
      )}
      <Pair name="Told">
        about {formatCount(tokens)} {tokens === 1 ? 'token' : 'tokens'} a request
        {usdPerDispatch === null ? '' : `, ${formatMoney(usdPerDispatch)} a dispatch`}
      </Pair>
    </dl>
  );
}

function Pair({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="copyable min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}

/** Never certain: 0 and 100 are what rounding would make of it. */
function percent(chance: number): string {
  if (chance > 0.99) return 'More than 99 %';
  return chance < 0.01 ? 'Less than 1 %' : `${Math.round(chance * 100)} %`;
}
