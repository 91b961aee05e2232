import { useState } from 'react';
import type { SessionSummary } from '../../../shared/summary.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { TextArea, TextInput } from '../../ui/TextInput.tsx';
import { branchName } from './verdict-facts.ts';

interface AcceptDialogProps {
  open: boolean;
  onClose: () => void;
  summary: SessionSummary;
  goal: string;
}

/** Makes a branch of exactly the tree that was judged. */
export function AcceptDialog({ open, onClose, summary, goal }: AcceptDialogProps) {
  const drover = useDrover();
  const { dispatch } = summary;
  const [branch, setBranch] = useState(() => branchName(dispatch.title));
  const [message, setMessage] = useState(() => `${dispatch.title}\n\n${goal.trim()}`.trim());
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function accept(): Promise<void> {
    setBusy(true);
    const answer = await drover.ask('verdict.accept', { session: summary.id, branch: branch.trim(), message });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    drover.note(`Branch ${answer.value.branch} is at ${answer.value.commit.slice(0, 10)}.`);
    onClose();
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      wide
      title="Accept into a branch"
      description={`A new branch in ${dispatch.project.name} with one commit on ${dispatch.base.commit.slice(0, 10)}. Your own branches and files are not touched.`}
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
      <Field label="Commit message">
        <TextArea rows={8} value={message} onValue={setMessage} />
      </Field>
      {problem === null ? null : <ProblemView problem={problem} />}
    </Dialog>
  );
}
