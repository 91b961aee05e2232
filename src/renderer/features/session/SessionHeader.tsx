import { Play, Square } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { SessionSummary } from '../../../shared/summary.ts';
import { useDrover } from '../../store/use-drover.ts';
import type { Watched } from '../../store/watched.ts';
import { Button } from '../../ui/Button.tsx';
import { StateChip } from '../../ui/StateChip.tsx';
import { formatClock } from '../../ui/format-duration.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { sessionState } from '../../ui/session-state.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { TrialOf } from '../coaching/TrialOf.tsx';
import { ForkOf } from '../fork/ForkOf.tsx';
import { SessionMenu } from '../session-menu/SessionMenu.tsx';
import { BudgetMeters } from './BudgetMeters.tsx';
import { canContinue } from './can-continue.ts';

/** What it is, how it stands, where it runs, what it cost; and the one thing to do about it. */
export function SessionHeader({ summary, watched }: { summary: SessionSummary; watched: Watched | null }) {
  const drover = useDrover();
  const [busy, setBusy] = useState(false);
  const { dispatch } = summary;
  const active = summary.status !== 'idle' && summary.status !== 'terminated';
  async function ask(channel: 'session.stop' | 'session.continue'): Promise<void> {
    setBusy(true);
    await drover.call(channel, { session: summary.id });
    setBusy(false);
  }
  return (
    <header className="flex shrink-0 flex-col gap-1 bg-surface-1 px-4 pt-2.5 pb-1">
      <div className="flex min-h-7 min-w-0 items-center gap-3">
        <h1 className="copyable truncate text-lg font-semibold">{visibleLine(dispatch.title)}</h1>
        <StateChip state={sessionState(summary)} />
        {dispatch.attempt === undefined ? null : <AttemptOf attempt={dispatch.attempt} />}
        <div className="ml-auto flex gap-2">
          {active ? (
            <Button icon={<Square />} busy={busy} onClick={() => void ask('session.stop')}>
              Stop
            </Button>
          ) : canContinue(summary) && summary.stopReason !== 'budget_reached' ? (
            // A reached budget is raised beside the reason: going on without that would end at once.
            <Button look="primary" icon={<Play />} busy={busy} onClick={() => void ask('session.continue')}>
              Continue
            </Button>
          ) : null}
          <SessionMenu summary={summary} />
        </div>
      </div>
      {dispatch.trial === undefined ? null : <TrialOf trial={dispatch.trial} />}
      <ForkOf session={summary.id} />
      <dl className="flex min-w-0 flex-wrap items-center gap-x-4 text-ink-2">
        <Fact name="Model and target">
          {dispatch.model} <span className="text-ink-3">@</span> {dispatch.target}
        </Fact>
        {watched?.sandbox == null ? null : (
          <Fact name="Sandbox">
            <span className={watched.sandbox.isolation === 'none' ? 'text-waiting' : ''}>
              {watched.sandbox.isolation === 'none' ? 'not isolated' : watched.sandbox.isolation}
            </span>{' '}
            <span className="text-ink-3">·</span> {watched.sandbox.facts.arch}
          </Fact>
        )}
        {summary.imported === null ? (
          <BudgetMeters summary={summary} state={watched?.state ?? null} running={active} />
        ) : (
          <>
            <Fact name="Cost">{formatMoney(summary.costUsd)}</Fact>
            <Fact name="Time">{formatClock(summary.activeMs)}</Fact>
          </>
        )}
        <Fact name="Project">{visibleLine(dispatch.project.name)}</Fact>
      </dl>
    </header>
  );
}

function AttemptOf({ attempt }: { attempt: NonNullable<SessionSummary['dispatch']['attempt']> }) {
  const drover = useDrover();
  return (
    <button
      type="button"
      onClick={() => drover.go({ screen: 'attempts', group: attempt.group })}
      className="shrink-0 rounded-sm px-1 text-ink-2 hover:text-accent hover:underline"
    >
      attempt {attempt.index} of {attempt.of}
    </button>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0" title={name}>
      <dt className="sr-only">{name}</dt>
      <dd className="copyable truncate">{children}</dd>
    </div>
  );
}
