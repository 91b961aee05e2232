import { Square, X } from 'lucide-react';
import { useState } from 'react';
import type { RunView } from '../../../shared/ipc-coaching.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Ago } from '../../ui/Ago.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { endWords, runProgress, runTitle } from './run-words.ts';

/** Trials that are under way: how far, what was spent, and how to stop them. */
export function RunBar({ project, run }: { project: string; run: RunView }) {
  const drover = useDrover();
  const [stopping, setStopping] = useState(false);
  const { ended, running, answers } = runProgress(run);
  const total = run.begun.items.length;
  const budget = run.begun.budget_usd;
  const asked = stopping || run.stopRequested;
  async function stop(): Promise<void> {
    setStopping(true);
    if ((await drover.call('coaching.stop', { project, run: run.id })) === undefined) setStopping(false);
  }
  return (
    <section
      aria-label="Trials under way"
      data-run={run.id}
      className="flex shrink-0 items-center gap-3 border-b border-line bg-running-soft px-4 py-1"
    >
      <p className="min-w-0 flex-1 truncate">
        <span className="font-semibold text-running">{visibleLine(runTitle(run))}</span>{' '}
        <span className="text-ink-2">
          {`${formatCount(ended)} trials ended, ${formatCount(running)} running; `}
          {budget === null ? `${formatMoney(run.spentUsd)} spent` : `${formatMoney(run.spentUsd)} of ${formatMoney(budget)}`}
        </span>
      </p>
      <progress aria-label="Answers so far" value={answers} max={total} className="progress-bar w-28" />
      <span className="text-ink-2">{`${formatCount(answers)} of ${formatCount(total)} ${total === 1 ? 'answer' : 'answers'}`}</span>
      <Button icon={<Square />} busy={asked} onClick={() => void stop()}>
        {asked ? 'Stopping' : 'Stop'}
      </Button>
    </section>
  );
}

/** How trials ended, until somebody puts it away. */
export function EndedBar({ run, onDismiss }: { run: RunView; onDismiss: () => void }) {
  if (run.ended === null) return null;
  const failed = run.ended.reason === 'failed';
  return (
    <section
      aria-label="Trials that ended"
      data-run={run.id}
      className="flex shrink-0 items-center gap-3 border-b border-line bg-surface-1 px-4 py-1"
    >
      <p className="min-w-0 flex-1 truncate" title={run.ended.explanation}>
        <span className={failed ? 'font-semibold text-failed' : ''}>{visibleLine(endWords(run))}</span>{' '}
        <span className="text-ink-2">{`${formatCount(runProgress(run).ended)} trials, ${formatMoney(run.spentUsd)}, `}</span>
        <Ago at={run.ended.at} className="text-ink-2" />
      </p>
      <IconButton label="Put away" icon={<X />} onClick={onDismiss} />
    </section>
  );
}
