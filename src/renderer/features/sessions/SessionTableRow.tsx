import type { SessionSummary } from '../../../shared/ipc.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Ago } from '../../ui/Ago.tsx';
import { StateChip } from '../../ui/StateChip.tsx';
import { formatMoney } from '../../ui/format-money.ts';
import { sessionState } from '../../ui/session-state.ts';
import { visibleLine } from '../../ui/visible-text.ts';

export function SessionTableRow({ summary, onFocus }: { summary: SessionSummary; onFocus: () => void }) {
  const drover = useDrover();
  const { dispatch } = summary;
  const open = (): void => drover.go({ screen: 'session', id: summary.id, tab: summary.column === 'judged' ? 'verdict' : 'timeline' });
  return (
    <tr
      onClick={open}
      className="border-b border-line/60 hover:bg-surface-3 [&>td]:truncate [&>td]:px-2 [&>td]:py-1.5 [&>td:first-child]:pl-4 [&>td:last-child]:pr-4"
    >
      <td>
        <button
          type="button"
          onFocus={onFocus}
          onClick={(event) => {
            event.stopPropagation();
            open();
          }}
          className="-mx-1 max-w-full truncate rounded-sm px-1 text-left font-semibold"
        >
          {visibleLine(dispatch.title)}
        </button>
      </td>
      <td>
        <StateChip state={sessionState(summary)} />
      </td>
      <td className="text-ink-2 max-[1180px]:hidden">{visibleLine(dispatch.project.name)}</td>
      <td className="text-ink-2">{dispatch.model}</td>
      <td className="text-ink-2">{dispatch.target}</td>
      <td className="text-right text-ink-2 max-[1180px]:hidden">
        {summary.iteration}/{summary.maxIterations}
      </td>
      <td className="text-right text-ink-2">{formatMoney(summary.costUsd)}</td>
      <td className="text-right text-ink-2">
        <Ago at={summary.updatedAt} />
      </td>
    </tr>
  );
}
