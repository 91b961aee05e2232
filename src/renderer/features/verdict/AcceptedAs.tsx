import { useState } from 'react';
import type { SessionSummary } from '../../../shared/summary.ts';
import { useAnswer } from '../../store/use-answer.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { visibleText } from '../../../shared/visible-text.ts';
import { PullRequestDialog } from './PullRequestDialog.tsx';

/** The branch that it became, and its pull request, or the way to one. */
export function AcceptedAs({ summary, branch, goal }: { summary: SessionSummary; branch: string; goal: string }) {
  return (
    <div className="flex max-w-96 shrink-0 flex-col items-end gap-1 text-right">
      <p className="copyable wrap-anywhere text-ink-2">
        Accepted as <span className="machine text-ink">{visibleText(branch)}</span>
      </p>
      {summary.pullRequest === null ? (
        <OpenPullRequest summary={summary} goal={goal} />
      ) : (
        <p className="flex max-w-full items-center gap-1">
          <span className="machine copyable truncate">{visibleText(summary.pullRequest)}</span>
          <CopyButton text={summary.pullRequest} label="Copy the pull request’s address" />
        </p>
      )}
    </div>
  );
}

function OpenPullRequest({ summary, goal }: { summary: SessionSummary; goal: string }) {
  const answer = useAnswer('pullRequest.ready', { session: summary.id });
  const [open, setOpen] = useState(false);
  if (answer?.ok !== true) return null;
  if (!answer.value.ready) return <p className="text-sm text-ink-3">No pull request from here: {visibleText(answer.value.reason)}</p>;
  const { repository, base } = answer.value;
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        Open a pull request
      </Button>
      {open ? <PullRequestDialog onClose={() => setOpen(false)} summary={summary} goal={goal} repository={repository} base={base} /> : null}
    </>
  );
}
