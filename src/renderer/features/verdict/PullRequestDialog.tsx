import { useState } from 'react';
import type { SessionSummary } from '../../../shared/summary.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { TextArea, TextInput } from '../../ui/TextInput.tsx';

interface PullRequestDialogProps {
  onClose: () => void;
  summary: SessionSummary;
  goal: string;
  /** Where it goes, as `gh` says. */
  repository: string;
  base: string;
}

/** Pushes the accepted branch and asks for its review where the repository lives. Mounted while it is open. */
export function PullRequestDialog({ onClose, summary, goal, repository, base: usual }: PullRequestDialogProps) {
  const drover = useDrover();
  const [title, setTitle] = useState(summary.dispatch.title);
  const [body, setBody] = useState(goal.trim());
  const [base, setBase] = useState(usual);
  const [draft, setDraft] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function openIt(): Promise<void> {
    setBusy(true);
    const answer = await drover.ask('pullRequest.open', { session: summary.id, title: title.trim(), body, base: base.trim(), draft });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    drover.note('The pull request is open.');
    onClose();
  }
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="Open a pull request"
      description={`The branch is pushed to ${repository} and its pull request opened with gh.`}
      onSubmit={() => void openIt()}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={title.trim() === '' || base.trim() === ''}>
            Push and open it
          </Button>
        </>
      }
    >
      <Field label="Title">
        <TextInput value={title} onValue={setTitle} />
      </Field>
      <Field label="Text">
        <TextArea rows={8} value={body} onValue={setBody} />
      </Field>
      <Field label="Into">
        <TextInput mono value={base} onValue={setBase} />
      </Field>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={draft}
          onChange={(event) => setDraft(event.target.checked)}
          className="size-3.5 accent-(--accent)"
        />
        As a draft
      </label>
      {problem === null ? null : <ProblemView problem={problem} />}
    </Dialog>
  );
}
