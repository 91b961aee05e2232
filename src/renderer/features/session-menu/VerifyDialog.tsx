import { CircleCheck, CircleX } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Answer } from '../../../shared/ipc.ts';
import type { SessionSummary } from '../../../shared/summary.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { visibleText } from '../../../shared/visible-text.ts';

interface VerifyDialogProps {
  summary: SessionSummary;
  open: boolean;
  onClose: () => void;
}

/** Whether every event is still what was written: each carries the hash of the one before it. */
export function VerifyDialog(props: VerifyDialogProps) {
  return props.open ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ summary, onClose }: VerifyDialogProps) {
  const drover = useDrover();
  const [answer, setAnswer] = useState<Answer<'session.verify'> | null>(null);
  useEffect(() => {
    let wanted = true;
    void drover.ask('session.verify', { session: summary.id }).then((next) => wanted && setAnswer(next));
    return () => {
      wanted = false;
    };
  }, [drover, summary.id]);
  const bad = answer?.ok === true && !answer.value.ok ? answer.value : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Verify the session"
      description="Each event carries the hash of the one before it. Here they are counted and compared."
      onSubmit={onClose}
      buttons={
        <>
          {bad === null ? null : (
            <Button
              onClick={() => {
                onClose();
                drover.go({ screen: 'session', id: summary.id, tab: 'timeline', at: bad.seq });
              }}
            >
              Show #{formatCount(bad.seq)}
            </Button>
          )}
          <Button type="submit" look="primary">
            Close
          </Button>
        </>
      }
    >
      <div aria-live="polite">
        {answer === null ? (
          <p className="text-ink-2">Comparing {formatCount(summary.head)} events…</p>
        ) : !answer.ok ? (
          <ProblemView problem={answer.problem} />
        ) : answer.value.ok ? (
          <p className="flex items-start gap-2">
            <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-passed" />
            <span>
              <span className="font-semibold text-passed">All {formatCount(answer.value.events)} events fit.</span> Nothing was changed
              since it was written.
            </span>
          </p>
        ) : (
          <p className="flex items-start gap-2">
            <CircleX aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-failed" />
            <span className="wrap-anywhere">
              <span className="font-semibold text-failed">
                {formatCount(answer.value.seq - 1)} events fit. The first that does not: #{formatCount(answer.value.seq)}.
              </span>{' '}
              <span className="copyable">{visibleText(answer.value.reason)}</span> What follows it cannot be trusted; restore the log from a
              copy.
            </span>
          </p>
        )}
      </div>
    </Dialog>
  );
}
