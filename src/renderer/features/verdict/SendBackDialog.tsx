import { X } from 'lucide-react';
import { useState } from 'react';
import type { SessionSummary } from '../../../shared/summary.ts';
import type { Problem } from '../../../shared/problem.ts';
import { removeRemark, sent } from '../../store/reviews.ts';
import { useChangeReview, useReview } from '../../store/use-review.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { TextArea } from '../../ui/TextInput.tsx';
import { visibleLine } from '../../../shared/visible-text.ts';
import { remarkCount } from './verdict-facts.ts';

/** The remarks and a message are the next iteration's instructions. */
export function SendBackDialog({ open, onClose, summary }: { open: boolean; onClose: () => void; summary: SessionSummary }) {
  const drover = useDrover();
  const remarks = useReview(summary.id, (review) => review.remarks);
  const message = useReview(summary.id, (review) => review.message);
  const change = useChangeReview(summary.id);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function send(): Promise<void> {
    setBusy(true);
    const comments = remarks.map(({ id: _id, ...comment }) => comment);
    const answer = await drover.ask('verdict.sendBack', { session: summary.id, message: message.trim(), comments });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    change(sent);
    drover.note(`Sent back with ${remarkCount(remarks.length)}. The worker goes on.`);
    onClose();
    drover.go({ screen: 'session', id: summary.id, tab: 'timeline' });
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      wide
      title="Send back to the worker"
      description="Your comments and the message are its next instructions. This verdict stays readable in the timeline; another follows."
      onSubmit={() => void send()}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={remarks.length === 0 && message.trim() === ''}>
            {remarks.length === 0 ? 'Send back' : `Send back with ${remarkCount(remarks.length)}`}
          </Button>
        </>
      }
    >
      <Field label="Message" hint={remarks.length === 0 ? 'Comment on lines of the diff with C, or say here what is missing.' : undefined}>
        <TextArea rows={3} value={message} onValue={(next) => change((review) => ({ ...review, message: next }))} />
      </Field>
      {remarks.length === 0 ? null : (
        <section aria-label="Comments">
          <h3 className="pb-1 text-sm text-ink-2">{remarkCount(remarks.length)}</h3>
          <ul className="rounded-md border border-line bg-surface-2">
            {remarks.map((remark) => (
              <li key={remark.id} className="flex items-start gap-2 border-b border-line py-1 pr-1 pl-3 last:border-0">
                <div className="min-w-0 flex-1 py-1">
                  <p className="machine truncate text-ink-3">
                    {visibleLine(remark.path)}:{remark.line} {remark.side === 'old' ? '(base)' : ''}
                  </p>
                  <p className="copyable wrap-anywhere whitespace-pre-wrap">{remark.text}</p>
                </div>
                <IconButton label="Remove the comment" icon={<X />} onClick={() => change((review) => removeRemark(review, remark.id))} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {problem === null ? null : <ProblemView problem={problem} />}
    </Dialog>
  );
}
