import type { EntryRecord } from '../../../../shared/coaching/entry-record.ts';
import { pairsIn } from '../../../../shared/coaching/effect.ts';
import { Ago } from '../../../ui/Ago.tsx';
import { formatCount } from '../../../ui/format-count.ts';
import { formatMoney } from '../../../ui/format-money.ts';
import type { TestedOn } from './entry-facts.ts';

const words: Record<EntryRecord['judgement']['state'], string> = {
  untested: 'untested',
  needed: 'needed',
  outgrown: 'outgrown',
  harmful: 'harmful',
  unclear: 'unclear',
};

/** On which models the entry was tried, when, and what came of it. */
export function ModelTable({ rows }: { rows: readonly TestedOn[] }) {
  if (rows.length === 0) return null;
  return (
    <section aria-label="Tested on">
      <h3 className="text-sm text-ink-3">Tested on</h3>
      <table className="w-full border-collapse text-left [&_td]:py-0.5 [&_td]:pr-2 [&_td:last-child]:pr-0 [&_th]:pr-2 [&_th:last-child]:pr-0 [&_th]:pb-0.5 [&_th]:text-sm [&_th]:font-normal [&_th]:text-ink-3">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">State</th>
            <th scope="col" className="text-right">
              Effect
            </th>
            <th scope="col" className="text-right">
              Pairs
            </th>
            <th scope="col" className="text-right">
              Cost
            </th>
            <th scope="col" className="text-right">
              Last
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, record, isPast, effect }) => (
            <tr key={key} className={isPast ? 'text-ink-3' : ''}>
              <td className="copyable max-w-40 truncate" title={`${record.model} (${record.provider})`}>
                {record.model}
                {isPast ? <span className="text-sm"> earlier words</span> : null}
              </td>
              <td>{words[record.judgement.state]}</td>
              <td className="text-right">{effect}</td>
              <td className="text-right">{formatCount(pairsIn(record.judgement.counts))}</td>
              <td className="text-right">{formatMoney(record.spentUsd)}</td>
              <td className="text-right whitespace-nowrap">{record.lastAt === null ? 'now' : <Ago at={record.lastAt} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
