import { memo } from 'react';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useDrover } from '../../store/use-drover.ts';
import { Ago } from '../../ui/Ago.tsx';
import { StateChip } from '../../ui/StateChip.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { sessionState } from '../../ui/session-state.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import type { TreeRow } from './session-tree.ts';

/** Deeper than this the line would leave no room for the title. */
const DEEPEST = 8;

interface SessionTableRowProps {
  row: TreeRow;
  /** From 0. */
  index: number;
  /** Some row can be folded: the titles of those that cannot are kept in line with it. */
  families: boolean;
  chosen: boolean;
  onFocus: (index: number) => void;
  onFold: (id: string) => void;
  onChoose: (id: string) => void;
}

/** Drawn again only when something of it is another: scrolling brings the rows in one by one. */
export const SessionTableRow = memo(function SessionTableRow({
  row,
  index,
  families,
  chosen,
  onFocus,
  onFold,
  onChoose,
}: SessionTableRowProps) {
  const drover = useDrover();
  const { summary, depth, from, descendants } = row;
  const { dispatch } = summary;
  const title = visibleLine(dispatch.title);
  const open = (): void => drover.go({ screen: 'session', id: summary.id, tab: summary.verdict === null ? 'timeline' : 'verdict' });
  return (
    <tr
      data-row={index}
      data-session={summary.id}
      data-depth={depth}
      aria-rowindex={index + 2}
      onClick={open}
      className={`group h-[34px] border-b border-line/60 hover:bg-surface-3 [&>td]:truncate [&>td]:px-2 [&>td:first-child]:pl-4 [&>td:last-child]:pr-4 ${chosen ? 'bg-accent-soft/60' : ''} ${row.fits ? '' : 'text-ink-3'}`}
    >
      <td>
        <span className="flex min-w-0 items-center gap-1.5">
          <input
            type="checkbox"
            aria-label={`Choose ${title}`}
            checked={chosen}
            onChange={() => onChoose(summary.id)}
            onClick={(event) => event.stopPropagation()}
            onFocus={() => onFocus(index)}
            className="size-3.5 shrink-0 accent-(--accent)"
          />
          {depth === 0 ? null : (
            <span
              aria-hidden="true"
              className="flex shrink-0 self-stretch"
              style={{ paddingLeft: (Math.min(depth, DEEPEST) - 1) * 18 + 6 }}
            >
              <span className="-mt-3 h-5 w-3 rounded-bl-sm border-b border-l border-line-strong" />
            </span>
          )}
          {descendants === 0 ? (
            families ? (
              <span className="w-5 shrink-0" />
            ) : null
          ) : (
            <button
              type="button"
              aria-expanded={row.open}
              aria-label={`${descendants} that came from ${title}`}
              onFocus={() => onFocus(index)}
              onClick={(event) => {
                event.stopPropagation();
                onFold(summary.id);
              }}
              className="inline-flex size-5 shrink-0 items-center justify-center rounded-sm text-ink-3 outline-offset-[-2px] hover:text-ink [&_svg]:size-3.5"
            >
              {row.open ? <ChevronDown aria-hidden="true" /> : <ChevronRight aria-hidden="true" />}
            </button>
          )}
          <button
            type="button"
            data-open=""
            title={title}
            onFocus={() => onFocus(index)}
            onClick={(event) => {
              event.stopPropagation();
              open();
            }}
            className="min-w-0 truncate rounded-sm px-1 text-left font-semibold outline-offset-[-2px]"
          >
            {title}
          </button>
          {from === null ? null : (
            <span className="shrink-0 text-sm text-ink-3">
              {from.kind === 'fork' ? 'from' : 'thread of'} #{formatCount(from.seq)}
            </span>
          )}
          {descendants === 0 || row.open ? null : <span className="shrink-0 text-sm text-ink-3">+{formatCount(descendants)}</span>}
        </span>
      </td>
      <td>
        <StateChip state={sessionState(summary)} />
      </td>
      <td className="text-ink-2 max-[1180px]:hidden">{visibleLine(dispatch.project.name)}</td>
      <td className="text-ink-2">{visibleLine(dispatch.model)}</td>
      <td className="text-ink-2">{visibleLine(dispatch.target)}</td>
      <td className="text-right text-ink-2 max-[1180px]:hidden">
        {summary.imported === null ? `${summary.iteration}/${summary.maxIterations}` : ''}
      </td>
      <td className="text-right text-ink-2">{formatMoney(summary.costUsd)}</td>
      <td className="text-right text-ink-2">
        <Ago at={summary.updatedAt} />
      </td>
    </tr>
  );
});
