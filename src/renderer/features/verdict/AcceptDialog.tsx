import { useState } from 'react';
import type { SessionSummary } from '../../../shared/summary.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useAnswer } from '../../store/use-answer.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { TextArea, TextInput } from '../../ui/TextInput.tsx';
import { CommitChoice, type Commits } from './CommitChoice.tsx';
import { branchName } from './verdict-facts.ts';

interface AcceptDialogProps {
  onClose: () => void;
  summary: SessionSummary;
  goal: string;
}

/** Makes a branch of exactly the tree that was judged. Mounted while it is open. */
export function AcceptDialog({ onClose, summary, goal }: AcceptDialogProps) {
  const drover = useDrover();
  const { dispatch } = summary;
  const [branch, setBranch] = useState(() => branchName(dispatch.title));
  const [message, setMessage] = useState(() => `${dispatch.title}\n\n${goal.trim()}`.trim());
  const [commits, setCommits] = useState<Commits>('one');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const answer = useAnswer('verdict.commits', { session: summary.id });
  const made = answer?.ok === true ? answer.value : [];
  async function accept(): Promise<void> {
    setBusy(true);
    const done = await drover.ask('verdict.accept', { session: summary.id, branch: branch.trim(), message, commits });
    setBusy(false);
    if (!done.ok) return setProblem(done.problem);
    drover.note(`Branch ${done.value.branch} is at ${done.value.commit.slice(0, 10)}.`);
    onClose();
  }
  const what = commits === 'one' ? 'one commit' : 'the worker’s commits';
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="Accept into a branch"
      description={`A new branch in ${dispatch.project.name} with ${what} on ${dispatch.base.commit.slice(0, 10)}. Your own branches and files are not touched.`}
      onSubmit={() => void accept()}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={branch.trim() === '' || message.trim() === ''}>
            Make the branch
          </Button>
        </>
      }
    >
      <Field label="Branch">
        <TextInput mono value={branch} onValue={setBranch} />
      </Field>
      {made.length === 0 ? null : <CommitChoice value={commits} onValue={setCommits} commits={made} />}
      <Field label={commits === 'one' ? 'Commit message' : 'Message of the last commit, where one is needed'}>
        <TextArea rows={8} value={message} onValue={setMessage} />
      </Field>
      {problem === null ? null : <ProblemView problem={problem} />}
    </Dialog>
  );
}
