import { Ban, Check, CircleDot, GitCompare, X } from 'lucide-react';
import type { Trial } from '../../../../shared/coaching/trial-ledger.ts';
import type { TrialRun } from '../../../../shared/events.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { useDrover } from '../../../store/use-drover.ts';
import { Ago } from '../../../ui/Ago.tsx';
import { formatDuration } from '../../../ui/format-duration.ts';
import { formatMoney } from '../../../ui/format-money.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { armNames, armState, armWords, modeWords, type ArmState } from './entry-facts.ts';

/** Of a pair, in px: what it was, and of each arm its outcome, why, and what it took. */
export const TRIAL_PAIR = 96;

const looks: Record<ArmState, { icon: typeof Check; look: string }> = {
  passed: { icon: Check, look: 'text-passed' },
  failed: { icon: X, look: 'text-failed' },
  none: { icon: Ban, look: 'text-ink-2' },
  running: { icon: CircleDot, look: 'text-running' },
};

/** One trial: the run with the entry beside the run without it. Each opens its session. */
export function TrialPair({ trial, isPast }: { trial: Trial; isPast: boolean }) {
  const drover = useDrover();
  const names = armNames(trial);
  const { sessions, ended, item } = trial;
  return (
    <div className="flex h-full flex-col border-t border-line/60 pt-1">
      <p className="flex h-6 min-w-0 items-center gap-2 text-sm text-ink-3">
        <span className="truncate">
          {item.model} · {modeWords[trial.mode]}
          {isPast ? ' · earlier words' : ''}
        </span>
        <Ago at={ended?.at ?? trial.startedAt} className="ml-auto shrink-0" />
        {sessions.with === null ? null : (
          <IconButton
            label="Compare the two runs"
            icon={<GitCompare />}
            className="size-6"
            onClick={() => drover.go({ screen: 'compare', a: sessions.with ?? '', b: sessions.without })}
          />
        )}
      </p>
      <div className="grid min-h-0 flex-1 grid-cols-2 gap-2">
        {sessions.with === null ? (
          <p className="px-2 py-1 text-ink-3">{names.with}: not run</p>
        ) : (
          <Arm name={names.with} session={sessions.with} state={armState(trial, ended?.with)} run={ended?.with ?? null} />
        )}
        <Arm name={names.without} session={sessions.without} state={armState(trial, ended?.without)} run={ended?.without ?? null} />
      </div>
    </div>
  );
}

function Arm({ name, session, state, run }: { name: string; session: string; state: ArmState; run: TrialRun | null }) {
  const drover = useDrover();
  const { icon: Icon, look } = looks[state];
  const reason = run === null ? 'Under way' : visibleLine(run.reason);
  return (
    <button
      type="button"
      data-arm={state}
      title={reason}
      onClick={() => drover.go({ screen: 'session', id: session, tab: state === 'passed' || state === 'failed' ? 'verdict' : 'timeline' })}
      className="flex min-w-0 flex-col rounded-md px-2 py-0.5 text-left outline-offset-[-2px] hover:bg-surface-3"
    >
      <span className="flex w-full min-w-0 items-center gap-1">
        <span className="shrink-0 text-ink-2">{name}:</span>
        <Icon aria-hidden="true" className={`size-3.5 shrink-0 ${look} ${state === 'running' ? 'pulse' : ''}`} strokeWidth={2.5} />
        <span className={`truncate font-semibold ${look}`}>{armWords[state]}</span>
      </span>
      <span className="w-full truncate text-sm text-ink-2">{reason}</span>
      <span className="w-full truncate text-sm text-ink-3">
        {run === null
          ? ''
          : `${formatMoney(run.cost_usd)} · ${run.turns} ${run.turns === 1 ? 'turn' : 'turns'} · ${formatDuration(run.active_ms)}`}
      </span>
    </button>
  );
}
