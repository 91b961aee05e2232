import { CircleCheck, CircleX } from 'lucide-react';
import type { SessionSummary } from '../../../shared/summary.ts';
import { Button } from '../../ui/Button.tsx';
import { formatDuration } from '../../ui/format-duration.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { MakeEntry } from '../coaching/entry/MakeEntry.tsx';
import { AcceptedAs } from './AcceptedAs.tsx';
import { byHowMuch, remarkCount, type VerdictFacts } from './verdict-facts.ts';

interface HeadlineProps {
  summary: SessionSummary;
  facts: VerdictFacts;
  goal: string;
  /** Comments on the diff that are not sent yet. */
  remarks: number;
  onAccept: () => void;
  onSendBack: () => void;
  onReject: () => void;
}

/** Passed or failed, by how much, on which commit, how long, how much; and the decision. */
export function VerdictHeadline({ summary, facts, goal, remarks, onAccept, onSendBack, onReject }: HeadlineProps) {
  const { ended, commit, base, target } = facts;
  const Icon = ended.passed ? CircleCheck : CircleX;
  const tone = ended.passed ? 'text-passed' : 'text-failed';
  const hidden = ended.criteria.filter((result) => result.visibility === 'held_out');
  const hiddenFailed = hidden.filter((result) => !result.passed).length;
  return (
    <div className="flex shrink-0 items-start gap-3 border-b border-line bg-surface-1 px-4 py-3">
      <Icon aria-hidden="true" className={`mt-0.5 size-6 shrink-0 ${tone}`} />
      <div className="min-w-0 flex-1">
        <h2 className="text-lg font-semibold">
          <span className={tone}>{ended.passed ? 'Passed' : 'Failed'}</span>
          <span className="font-normal text-ink-2">: {byHowMuch(ended)}</span>
        </h2>
        <p className="copyable flex flex-wrap gap-x-3 text-ink-2">
          {commit === null ? null : (
            <span>
              on <span className="machine">{commit.slice(0, 10)}</span>
              {base === null ? '' : ' from '}
              {base === null ? null : <span className="machine">{base.slice(0, 10)}</span>}
            </span>
          )}
          <span>checked in {formatDuration(ended.duration_ms)}</span>
          {target === null ? null : <span>fresh checkout @ {target}</span>}
          <span>{formatMoney(summary.costUsd)}</span>
          <span>
            {summary.iteration} {summary.iteration === 1 ? 'try' : 'tries'}
          </span>
          {hidden.length === 0 ? null : (
            <span className="text-held">
              {hiddenFailed === 0
                ? `${hidden.length} held out, all hold`
                : `${hiddenFailed} of ${hidden.length} held out ${hiddenFailed === 1 ? 'fails' : 'fail'}; the worker was not told`}
            </span>
          )}
        </p>
        {ended.explanation.startsWith(byHowMuch(ended)) && ended.passed ? null : (
          <p className="copyable mt-0.5 wrap-anywhere text-ink-2">{visibleText(ended.explanation)}</p>
        )}
        {ended.passed && summary.decision?.kind !== 'rejected' ? null : (
          <div className="mt-2">
            <MakeEntry summary={summary} />
          </div>
        )}
      </div>
      {summary.dispatch.trial !== undefined ? null : summary.decision === null ? (
        <div className="flex shrink-0 gap-2">
          <Button keys="R" onClick={onReject}>
            Reject
          </Button>
          <Button keys="S" look={ended.passed && remarks === 0 ? 'plain' : 'primary'} onClick={onSendBack}>
            {remarks === 0 ? 'Send back' : `Send back with ${remarkCount(remarks)}`}
          </Button>
          <Button
            look={ended.passed && remarks === 0 ? 'primary' : 'plain'}
            keys="A"
            onClick={onAccept}
            disabled={!ended.passed}
            title={ended.passed ? undefined : 'Only a result that passed can be accepted'}
          >
            Accept
          </Button>
        </div>
      ) : summary.decision.kind === 'accepted' ? (
        <AcceptedAs summary={summary} branch={summary.decision.branch} goal={goal} />
      ) : (
        <div className="flex max-w-80 shrink-0 flex-col items-end gap-1">
          <p className="copyable text-right wrap-anywhere text-ink-2">
            Rejected{summary.decision.reason === '' ? '' : `: ${visibleText(summary.decision.reason)}`}
          </p>
          <Button keys="S" onClick={onSendBack}>
            {remarks === 0 ? 'Send back all the same' : `Send back with ${remarkCount(remarks)}`}
          </Button>
        </div>
      )}
    </div>
  );
}
