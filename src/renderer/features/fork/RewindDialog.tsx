import { Rewind } from 'lucide-react';
import { useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import { summaryIn } from '../../store/app-state.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { RewindFields } from './RewindFields.tsx';
import { RewindFiles } from './RewindFiles.tsx';
import { changesOf, choiceLacks, type RewindChoice } from './rewind-plan.ts';
import { useSpecCheck } from '../spec/use-spec-check.ts';
import { useRewind } from './use-rewind.ts';

interface RewindDialogProps {
  session: string;
  /** The last event that the new session shares. */
  seq: number;
  open: boolean;
  onClose: () => void;
}

/** Makes a new session of everything up to an event; what may differ from then on can be changed before it starts. */
export function RewindDialog({ session, seq, open, onClose }: RewindDialogProps) {
  return open ? <OpenDialog key={`${session} ${seq}`} session={session} seq={seq} onClose={onClose} /> : null;
}

function OpenDialog({ session, seq, onClose }: Omit<RewindDialogProps, 'open'>) {
  const drover = useDrover();
  const settings = useApp((state) => state.settings);
  const project = useApp((state) => summaryIn(state, session)?.dispatch.project.path ?? null);
  const { start, files } = useRewind(session, seq);
  const [changed, setChanged] = useState<Partial<RewindChoice>>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const begin = start?.ok === true ? start.value : null;
  const choice = begin === null ? null : { ...begin, ...changed };
  const ownSpec = choice !== null && choice.spec !== begin?.spec && choice.spec.trim() !== '';
  const checked = useSpecCheck(ownSpec ? choice.spec : null, project);
  const isChecked = checked !== null && checked.text === choice?.spec;
  const lacks = settings === null || choice === null ? null : choiceLacks(settings, choice);
  const lost = files?.ok === true && files.value.state === 'lost';
  const [mistake] = isChecked ? checked.mistakes : [];
  const obstacle =
    lacks ?? (mistake === undefined ? null : `Spec, line ${mistake.line}: ${mistake.message}`) ?? (lost ? 'Its files are lost.' : null);
  const ready = choice !== null && obstacle === null && (!ownSpec || isChecked);
  async function rewind(): Promise<void> {
    if (!ready || begin === null || busy) return;
    setBusy(true);
    setProblem(null);
    const answer = await drover.ask('session.fork', { session, seq, changes: changesOf(begin, choice) });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    onClose();
    drover.go({ screen: 'session', id: answer.value.session, tab: 'timeline' });
  }
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={`Rewind to #${formatCount(seq)}`}
      description={`Makes a new session that shares everything up to event #${formatCount(seq)} and goes on from there in a fresh sandbox. What came after it here stays as it is.`}
      onSubmit={() => void rewind()}
      buttons={
        <>
          <p role="status" className="mr-auto min-w-0 self-center wrap-anywhere text-failed">
            {obstacle}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" icon={<Rewind />} busy={busy} disabled={!ready} keys="mod+Enter">
            Rewind
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <RewindFiles files={files} target={begin?.target ?? ''} />
        {start?.ok === false ? <ProblemView problem={start.problem} /> : null}
        {begin === null || choice === null || settings === null ? null : (
          <RewindFields
            start={begin}
            choice={choice}
            settings={settings}
            checked={isChecked ? checked : null}
            onChange={(change) => setChanged((now) => ({ ...now, ...change }))}
          />
        )}
        {problem === null ? null : <ProblemView problem={problem} />}
      </div>
    </Dialog>
  );
}
