import { Check, ThumbsDown, X } from 'lucide-react';
import type { SessionSummary } from '../../../shared/summary.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Ago } from '../../ui/Ago.tsx';
import { Button } from '../../ui/Button.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { formatClock } from '../../ui/format-duration.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { sessionState, waitingFor } from '../../ui/session-state.ts';
import { useNow } from '../../ui/use-now.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { reachedWords } from '../session/raise-budget.ts';
import { RaiseButton, spentBy } from '../session/RaiseButton.tsx';
import { canContinue } from '../session/can-continue.ts';
import { Card } from './Card.tsx';

/** What, how many criteria hold, which try, what it does this second, where, and what it cost: in one glance. */
export function SessionCard({ summary }: { summary: SessionSummary }) {
  const drover = useDrover();
  const open = (): void =>
    drover.go({
      screen: 'session',
      id: summary.id,
      tab: summary.column === 'judged' || summary.impossible !== null ? 'verdict' : 'timeline',
    });
  const state = sessionState(summary);
  return (
    <Card
      title={summary.dispatch.title}
      onOpen={open}
      state={summary.column === 'judged' ? <Ruling summary={summary} /> : undefined}
      actions={summary.column === 'waiting' ? <Actions summary={summary} /> : undefined}
    >
      <span data-status={state.id} className="sr-only">
        {state.word}
      </span>
      {summary.column === 'judged' ? <Judged summary={summary} /> : <Progress summary={summary} />}
    </Card>
  );
}

function Progress({ summary }: { summary: SessionSummary }) {
  const { dispatch } = summary;
  const waiting = summary.column === 'waiting';
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 text-ink-2">
        <Meter value={summary.criteriaPassed} total={summary.criteriaTotal} tone={waiting ? 'waiting' : 'running'} />
        <span>
          try {summary.iteration} of {summary.maxIterations}
        </span>
      </p>
      {waiting ? (
        <p className="line-clamp-2 font-semibold wrap-anywhere text-waiting">{visibleLine(waitingWords(summary))}</p>
      ) : (
        <p className="flex items-center gap-2 text-running">
          <span aria-hidden="true" className="pulse size-1.5 shrink-0 rounded-full bg-running" />
          <span className="min-w-0 flex-1 truncate">{visibleLine(summary.activity)}</span>
          <Since at={summary.updatedAt} />
        </p>
      )}
      <p className="flex gap-2 text-ink-3">
        <span className="min-w-0 flex-1 truncate">
          {dispatch.model} @ {dispatch.target}
        </span>
        <span className="shrink-0">{formatMoney(summary.costUsd)}</span>
      </p>
    </>
  );
}

/** Why it waits; of a budget, which limit it was; of what another stopped, why. */
function waitingWords(summary: SessionSummary): string {
  const why = waitingFor(summary);
  if (summary.stoppedBecause !== null) return `${why}: ${visibleLine(summary.stoppedBecause)}`;
  return summary.stopReason === 'budget_reached' ? `${why}: ${reachedWords(summary.budget, spentBy(summary))}` : why;
}

function Since({ at }: { at: string }) {
  const now = useNow(1000);
  return <span className="shrink-0 text-ink-3">{formatClock(now - Date.parse(at))}</span>;
}

function Judged({ summary }: { summary: SessionSummary }) {
  const { decision } = summary;
  return (
    <>
      <p className="flex flex-wrap gap-x-3 text-ink-2">
        <span>
          {summary.criteriaPassed}/{summary.criteriaTotal}
        </span>
        <span>
          {summary.iteration} {summary.iteration === 1 ? 'try' : 'tries'}
        </span>
        <span>{formatMoney(summary.costUsd)}</span>
      </p>
      <p className="truncate text-ink-3">
        {decision === null ? 'judged' : decision.kind === 'accepted' ? 'accepted' : 'rejected'} <Ago at={summary.updatedAt} />
        {decision?.kind === 'accepted' ? <span className="machine"> {visibleLine(decision.branch)}</span> : null}
      </p>
    </>
  );
}

function Ruling({ summary }: { summary: SessionSummary }) {
  if (summary.decision?.kind === 'rejected')
    return <ThumbsDown aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-3" strokeWidth={2.5} />;
  return summary.verdict === 'passed' ? (
    <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-passed" strokeWidth={2.5} />
  ) : (
    <X aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-failed" strokeWidth={2.5} />
  );
}

function Actions({ summary }: { summary: SessionSummary }) {
  const drover = useDrover();
  if (!canContinue(summary)) return null;
  if (summary.stopReason === 'budget_reached') return <RaiseButton summary={summary} />;
  // What to do about it is decided beside the reason.
  if (summary.impossible !== null) return null;
  return <Button onClick={() => void drover.call('session.continue', { session: summary.id })}>Continue</Button>;
}
