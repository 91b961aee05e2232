import { MessageCircleOff } from 'lucide-react';
import { useState } from 'react';
import type { SessionSummary } from '../../../shared/summary.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useKeys } from '../../app/use-keys.ts';
import { useReview } from '../../store/use-review.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { formatMoney } from '../../ui/format-money.ts';
import { slugOf } from '../board/board-columns.ts';
import { MakeEntry } from '../coaching/entry/MakeEntry.tsx';
import { ChangesPane } from '../diff/ChangesPane.tsx';
import { Composer } from '../session/Composer.tsx';
import { RejectDialog } from './RejectDialog.tsx';
import { SendBackDialog } from './SendBackDialog.tsx';
import { remarkCount } from './verdict-facts.ts';

/** The worker says that it cannot be done as specified: its reason, and what there is to do about it. Nothing was judged. */
export function ImpossiblePane({ summary, reason }: { summary: SessionSummary; reason: string }) {
  const drover = useDrover();
  const [dialog, setDialog] = useState<'send' | 'close' | null>(null);
  const remarks = useReview(summary.id, (review) => review.remarks.length);
  const { decision, dispatch, changed } = summary;
  const open = decision === null && dispatch.trial === undefined;
  const slug = slugOf(dispatch.specPath);
  useKeys({ s: () => open && setDialog('send'), r: () => open && setDialog('close') });
  return (
    <>
      <div className="shrink-0 border-b border-line bg-surface-1 px-4 py-4">
        <div className="flex max-w-3xl gap-3">
          <MessageCircleOff aria-hidden="true" className="mt-0.5 size-6 shrink-0 text-waiting" />
          <div className="min-w-0 flex-1">
            <h2 className="text-lg font-semibold">The worker says that it cannot be done as specified</h2>
            <p className="copyable mt-2 max-h-60 overflow-auto wrap-anywhere whitespace-pre-wrap">{visibleText(reason)}</p>
            <p className="mt-2 text-ink-2">
              Nothing was judged. It cost {formatMoney(summary.costUsd)} and{' '}
              {summary.iteration === 1 ? '1 try' : `${summary.iteration} tries`}.
            </p>
            {open ? (
              <div className="mt-3 flex flex-wrap gap-2">
                {slug === '' ? null : (
                  <Button look="primary" onClick={() => drover.go({ screen: 'spec', project: dispatch.project.path, slug })}>
                    Change the spec
                  </Button>
                )}
                <Button keys="S" onClick={() => setDialog('send')}>
                  {remarks === 0 ? 'Send back' : `Send back with ${remarkCount(remarks)}`}
                </Button>
                <Button keys="R" onClick={() => setDialog('close')}>
                  Close
                </Button>
                <MakeEntry summary={summary} />
              </div>
            ) : decision === null ? null : (
              <p className="copyable mt-3 wrap-anywhere text-ink-2">
                Closed{decision.kind === 'rejected' && decision.reason !== '' ? `: ${visibleText(decision.reason)}` : ''}
              </p>
            )}
          </div>
        </div>
      </div>
      {changed === null || changed.files === 0 ? (
        <p className="flex-1 p-4 text-ink-3">It left no changes.</p>
      ) : (
        <ChangesPane summary={summary} snapshot={null} />
      )}
      {open ? <Composer session={summary.id} budgetReached={false} /> : null}
      <SendBackDialog open={dialog === 'send'} onClose={() => setDialog(null)} summary={summary} />
      <RejectDialog open={dialog === 'close'} onClose={() => setDialog(null)} summary={summary} />
    </>
  );
}
