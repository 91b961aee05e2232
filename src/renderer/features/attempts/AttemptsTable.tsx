import { Square } from 'lucide-react';
import { attemptNumber } from '../../../shared/rank-attempts.ts';
import type { SessionSummary } from '../../../shared/summary.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { useKeys } from '../../app/use-keys.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { formatClock } from '../../ui/format-duration.ts';
import { formatCount } from '../../ui/format-count.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { Meter } from '../../ui/Meter.tsx';
import { sessionState } from '../../ui/session-state.ts';
import { StateChip } from '../../ui/StateChip.tsx';

interface AttemptsTableProps {
  /** The best first. */
  attempts: readonly SessionSummary[];
  best: string | null;
  chosen: readonly string[];
  onChoose: (session: string) => void;
}

/** Those that stand below others where there is little room. */
const ROOMY = 'hidden @5xl:table-cell';
const CRAMPED = '@5xl:hidden';

const heads = [
  { head: '', look: 'w-10' },
  { head: 'Attempt', look: '' },
  { head: 'State', look: 'w-48 @5xl:w-60' },
  { head: 'Criteria', look: 'w-40' },
  { head: 'Should', look: `w-20 ${ROOMY}` },
  { head: 'Change', look: 'w-30 text-right' },
  { head: 'Cost', look: 'w-22 text-right' },
  { head: 'Time', look: `w-20 text-right ${ROOMY}` },
  { head: '', look: 'w-24' },
];

/** One row an attempt. J and K step through them, X chooses one for a comparison. */
export function AttemptsTable({ attempts, best, chosen, onChoose }: AttemptsTableProps) {
  const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-attempt] [data-open]')];
  const step = (direction: 1 | -1): void => {
    const all = rows();
    const at = all.findIndex((row) => row === document.activeElement);
    all[at === -1 ? 0 : Math.max(0, Math.min(all.length - 1, at + direction))]?.focus();
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    x: () => {
      const session = document.activeElement?.closest<HTMLElement>('[data-attempt]')?.dataset['attempt'];
      if (session !== undefined) onChoose(session);
    },
  });
  return (
    <div
      role="region"
      aria-label="Attempts"
      tabIndex={0}
      className="@container min-h-0 flex-1 overflow-x-hidden overflow-y-auto outline-offset-[-2px]"
    >
      <table className="w-full table-fixed border-collapse">
        <thead className="sticky top-0 z-10 bg-surface-1 text-left text-sm text-ink-3">
          <tr className="h-8 border-b border-line">
            {heads.map(({ head, look }, index) => (
              <th key={index} scope="col" className={`px-2 font-normal first:pl-4 last:pr-4 ${look}`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {attempts.map((summary) => (
            <Attempt
              key={summary.id}
              summary={summary}
              best={summary.id === best}
              chosen={chosen.includes(summary.id)}
              onChoose={() => onChoose(summary.id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface AttemptProps {
  summary: SessionSummary;
  best: boolean;
  chosen: boolean;
  onChoose: () => void;
}

function Attempt({ summary, best, chosen, onChoose }: AttemptProps) {
  const drover = useDrover();
  const { dispatch, changed } = summary;
  const number = attemptNumber(summary);
  const must = summary.criteriaTotal - summary.shouldTotal;
  const state = sessionState(summary);
  const tone = state.tone === 'machine' ? 'waiting' : state.tone;
  const should = summary.shouldTotal === 0 ? null : `${summary.shouldPassed} of ${summary.shouldTotal}`;
  const active = summary.status !== 'idle' && summary.status !== 'terminated';
  return (
    <tr
      data-attempt={summary.id}
      className={`h-12 border-b border-line/60 [&>td]:px-2 [&>td:first-child]:pl-4 [&>td:last-child]:pr-4 ${chosen ? 'bg-accent-soft/60' : ''}`}
    >
      <td>
        <input
          type="checkbox"
          aria-label={`Choose attempt ${number}`}
          checked={chosen}
          onChange={onChoose}
          className="size-3.5 accent-(--accent)"
        />
      </td>
      <td>
        <button
          type="button"
          data-open=""
          onClick={() => drover.go({ screen: 'session', id: summary.id, tab: summary.verdict === null ? 'timeline' : 'verdict' })}
          className="block max-w-full truncate rounded-sm text-left font-semibold hover:underline"
        >
          Attempt {number}
          {best ? <span className="ml-2 rounded-sm bg-passed-soft px-1.5 text-sm text-passed">best</span> : null}
        </button>
        <span className="block truncate text-ink-2">
          {visibleLine(dispatch.model)} <span className="text-ink-3">@</span> {visibleLine(dispatch.target)}
        </span>
      </td>
      <td>
        <StateChip state={state} />
        {active ? <span className="mt-0.5 block truncate text-sm text-running">{visibleLine(summary.activity)}</span> : null}
      </td>
      <td>
        <Meter value={summary.criteriaPassed - summary.shouldPassed} total={must} tone={tone} />
        {should === null ? null : <span className={`block text-sm text-ink-2 ${CRAMPED}`}>should {should}</span>}
      </td>
      <td className={`text-ink-2 ${ROOMY}`}>{should ?? '–'}</td>
      <td className="text-right whitespace-nowrap text-ink-2">
        {changed === null ? (
          '–'
        ) : (
          <span title={`${changed.files} ${changed.files === 1 ? 'file' : 'files'}`}>
            <span className="text-passed">+{formatCount(changed.insertions)}</span>{' '}
            <span className="text-failed">−{formatCount(changed.deletions)}</span>
          </span>
        )}
      </td>
      <td className="text-right text-ink-2">
        {formatMoney(summary.costUsd)}
        <span className={`block text-sm text-ink-3 ${CRAMPED}`}>{formatClock(summary.activeMs)}</span>
      </td>
      <td className={`text-right text-ink-2 ${ROOMY}`}>{formatClock(summary.activeMs)}</td>
      <td className="text-right">
        {active ? (
          <Button
            icon={<Square />}
            aria-label={`Stop attempt ${number}`}
            onClick={() => void drover.call('session.stop', { session: summary.id })}
          >
            Stop
          </Button>
        ) : null}
      </td>
    </tr>
  );
}
