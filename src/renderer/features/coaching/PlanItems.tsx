import type { TrialPlan } from '../../../shared/ipc-coaching.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { formatCount } from '../../ui/format-count.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { useCoaching } from './coaching-context.ts';
import { dueWords } from './due-words.ts';
import { plainText } from './entry-list.ts';

interface PlanItemsProps {
  plan: TrialPlan;
  isChosen: (entry: string) => boolean;
  onChoose: (entry: string) => void;
}

/** What would be tested, cheapest information first, each with its price. */
export function PlanItems({ plan, isChosen, onChoose }: PlanItemsProps) {
  const { rows } = useCoaching();
  const words = new Map(rows.map(({ key, entry }) => [key, plainText(entry.text)]));
  return (
    <>
      {plan.items.length === 0 ? <p className="text-ink-2">Nothing is due with this model.</p> : null}
      {plan.items.length === 0 ? null : (
        <div
          role="region"
          aria-label="Items"
          tabIndex={0}
          className="max-h-[36vh] shrink-0 overflow-auto rounded-md border border-line outline-offset-[-2px]"
        >
          <table className="w-full table-fixed border-collapse text-left">
            <thead className="sticky top-0 bg-surface-1 text-sm text-ink-3">
              <tr className="h-7 [&>th]:border-b [&>th]:border-line [&>th]:px-2 [&>th]:font-normal">
                <th scope="col">Entry</th>
                <th scope="col" className="w-26">
                  Due
                </th>
                <th scope="col" className="w-14 text-right">
                  Pairs
                </th>
                <th scope="col" className="w-24 text-right">
                  Price
                </th>
                <th scope="col" className="w-18 text-right">
                  Time
                </th>
              </tr>
            </thead>
            <tbody>
              {plan.items.map(({ entry, due, pairs, usd, minutes }) => (
                <tr key={entry} data-planned={entry} className="h-8 border-b border-line/60 last:border-0 [&>td]:truncate [&>td]:px-2">
                  <td title={words.get(entry)}>
                    <label className="flex items-center gap-2">
                      <input
                        type="checkbox"
                        checked={isChosen(entry)}
                        onChange={() => onChoose(entry)}
                        className="size-3.5 shrink-0 accent-(--accent)"
                      />
                      <span className="truncate">{words.get(entry) ?? visibleLine(entry)}</span>
                    </label>
                  </td>
                  <td className="text-ink-2">{due === null ? 'asked for' : dueWords[due]}</td>
                  <td className="text-right text-ink-2">{formatCount(pairs)}</td>
                  <td className="text-right text-ink-2">{usd === null ? 'not known' : formatMoney(usd)}</td>
                  <td className="text-right text-ink-2">
                    {minutes === null ? '–' : `${formatCount(Math.max(1, Math.round(minutes)))} min`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {plan.untestable.length === 0 ? null : (
        <details className="text-ink-2">
          <summary>
            {plan.untestable.length === 1 ? '1 entry cannot be tested' : `${formatCount(plan.untestable.length)} entries cannot be tested`}
          </summary>
          <ul className="mt-1 flex flex-col gap-1">
            {plan.untestable.map(({ entry, why }) => (
              <li key={entry} className="wrap-anywhere">
                <span className="machine">{visibleLine(entry)}</span> {visibleLine(why)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
