import type { Comparison } from '../../../shared/instant.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { compareFacts, differingCriteria, factsByKind, type Fact } from './compare-facts.ts';

/** The numbers of both; what differs stands out. */
export function FactsTable({ comparison }: { comparison: Comparison }) {
  const criteria = differingCriteria(comparison);
  return (
    <aside
      aria-label="Numbers"
      tabIndex={0}
      className="flex w-80 shrink-0 flex-col gap-4 overflow-auto border-l border-line bg-surface-1 p-3 outline-offset-[-2px] max-[1180px]:w-72"
    >
      <Facts caption="After the parting" facts={compareFacts(comparison)} />
      {criteria.length === 0 ? null : <Facts caption="Criteria that differ" facts={criteria} />}
      <Facts caption="Events by kind" facts={factsByKind(comparison)} />
    </aside>
  );
}

function Facts({ caption, facts }: { caption: string; facts: readonly Fact[] }) {
  return (
    <table className="w-full table-fixed border-collapse text-left">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="[&>th]:pb-1 [&>th]:text-sm">
          <th scope="col" className="font-semibold text-ink-2">
            {caption}
          </th>
          <th scope="col" className="w-[25%] text-right font-normal text-ink-3">
            A
          </th>
          <th scope="col" className="w-[25%] text-right font-normal text-ink-3">
            B
          </th>
        </tr>
      </thead>
      <tbody>
        {facts.map((fact) => (
          <tr key={fact.name} data-differs={fact.differs} className="border-b border-line/60 [&>*]:py-0.5">
            <th scope="row" className="truncate pr-2 font-normal text-ink-2" title={visibleLine(fact.name)}>
              {visibleLine(fact.name)}
            </th>
            <Value text={fact.a} differs={fact.differs} />
            <Value text={fact.b} differs={fact.differs} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const tones: Record<string, string> = { passed: 'text-passed', holds: 'text-passed', failed: 'text-failed', fails: 'text-failed' };

function Value({ text, differs }: { text: string; differs: boolean }) {
  return <td className={`text-right wrap-anywhere ${differs ? `font-semibold ${tones[text] ?? 'text-ink'}` : 'text-ink-3'}`}>{text}</td>;
}
