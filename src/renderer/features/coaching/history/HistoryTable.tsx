import type { HistoryPoint } from '../../../../shared/ipc-coaching.ts';
import { formatCount } from '../../../ui/format-count.ts';
import { dayWords, rounded } from './history-charts.ts';

const columns = ['Day', 'Model', 'Dispatches', 'Entries', 'Tokens', 'Passed'];

/** The same as numbers, newest first. */
export function HistoryTable({ history }: { history: readonly HistoryPoint[] }) {
  return (
    <table className="max-w-3xl border-collapse text-left [&_td]:px-2 [&_td]:py-1 [&_td:nth-child(n+3)]:text-right [&_th]:px-2 [&_th]:py-1 [&_th]:text-sm [&_th]:font-normal [&_th]:text-ink-3 [&_th:nth-child(n+3)]:text-right">
      <thead>
        <tr className="border-b border-line">
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {history.toReversed().map(({ day, provider, model, dispatches, entries, tokens, passed, judged }) => (
          <tr key={`${day} ${provider} ${model}`} className="border-b border-line/60">
            <td className="whitespace-nowrap">{dayWords(Date.parse(day))}</td>
            <td className="copyable" title={provider}>
              {model}
            </td>
            <td>{formatCount(dispatches)}</td>
            <td>{rounded(entries)}</td>
            <td>{rounded(tokens)}</td>
            <td>{judged === 0 ? '–' : `${passed} of ${judged}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
