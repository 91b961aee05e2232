import { Hand } from 'lucide-react';
import type { SessionSummary } from '../../../shared/summary.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { waitingFor } from '../../ui/session-state.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { RaiseButton } from './RaiseButton.tsx';

/** Why the session rests, with the button that makes it go on. */
export function WaitingBar({ summary }: { summary: SessionSummary }) {
  const drover = useDrover();
  if (summary.dispatch.trial !== undefined) return <TrialEnd summary={summary} />;
  const action =
    summary.stopReason === 'budget_reached' ? (
      <RaiseButton summary={summary} />
    ) : summary.impossible !== null ? (
      <Button onClick={() => drover.go({ screen: 'session', id: summary.id, tab: 'verdict' })}>Decide</Button>
    ) : undefined;
  if (summary.problem !== null && summary.stopReason !== 'interrupted') {
    return (
      <div className="border-t border-line p-2">
        <ProblemView problem={summary.problem} tone="waiting" {...(action === undefined ? {} : { action })} />
      </div>
    );
  }
  return (
    <div className="flex items-center gap-2 border-t border-line bg-waiting-soft px-4 py-1.5">
      <Hand aria-hidden="true" className="size-4 shrink-0 text-waiting" />
      <p className="min-w-0 flex-1 wrap-anywhere">
        <span className="font-semibold text-waiting">{waitingFor(summary)}</span>
        <span className="copyable ml-2 text-ink-2">{visibleText(summary.impossible ?? summary.activity)}</span>
      </p>
      {action}
    </div>
  );
}

/** Nobody is waited for: why a trial came to no verdict. */
function TrialEnd({ summary }: { summary: SessionSummary }) {
  return (
    <p className="copyable border-t border-line bg-surface-1 px-4 py-1.5 wrap-anywhere text-ink-2">
      <span className="font-semibold">{waitingFor(summary)}</span>{' '}
      {visibleText(summary.impossible ?? summary.stoppedBecause ?? summary.activity)}
    </p>
  );
}
