import { Layers } from 'lucide-react';
import { attemptNumber } from '../../../shared/rank-attempts.ts';
import type { SessionSummary } from '../../../shared/summary.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { useDrover } from '../../store/use-drover.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { sessionState, type State } from '../../ui/session-state.ts';
import type { AttemptGroup } from '../attempts/attempt-groups.ts';
import { Card } from './Card.tsx';

const tones: Record<State['tone'], string> = {
  running: 'text-running',
  waiting: 'text-waiting',
  passed: 'text-passed',
  failed: 'text-failed',
  machine: 'text-ink-3',
};

/** Attempts at one spec are one card with its members. */
export function AttemptsCard({ group }: { group: AttemptGroup }) {
  const drover = useDrover();
  const cost = group.attempts.reduce((sum, { costUsd }) => sum + costUsd, 0);
  return (
    <Card
      title={group.attempts[0]?.dispatch.title ?? ''}
      onOpen={() => drover.go({ screen: 'attempts', group: group.id })}
      state={<Layers aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-3" />}
    >
      <p className="flex gap-2 text-ink-2">
        <span className="min-w-0 flex-1">best of {group.of}</span>
        <span>{formatMoney(cost)}</span>
      </p>
      <ul className="flex flex-col">
        {group.attempts.map((summary) => (
          <Member key={summary.id} summary={summary} />
        ))}
      </ul>
    </Card>
  );
}

function Member({ summary }: { summary: SessionSummary }) {
  const state = sessionState(summary);
  return (
    <li className="flex gap-2">
      <span className="w-3 shrink-0 text-right text-ink-3">{attemptNumber(summary)}</span>
      <span data-status={state.id} className={`shrink-0 ${tones[state.tone]}`}>
        {state.word}
      </span>
      <span className="min-w-0 flex-1 truncate text-right text-ink-3">{visibleLine(summary.dispatch.model)}</span>
      <span className="shrink-0 text-ink-2">
        {summary.criteriaPassed}/{summary.criteriaTotal}
      </span>
    </li>
  );
}
