import { useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { ImportChoice, type Source } from './ImportChoice.tsx';
import { ImportResult } from './ImportResult.tsx';

/** Takes in what ran elsewhere. It can be closed while it works: it goes on, and opens again on the same. */
export function ImportDialog() {
  const open = useApp((state) => state.overlay === 'import');
  return open ? <OpenDialog /> : null;
}

function OpenDialog() {
  const drover = useDrover();
  const progress = useApp((state) => state.importing);
  const [source, setSource] = useState<Source>({ kind: 'default' });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [cancelling, setCancelling] = useState(false);
  const running = progress?.state === 'running';
  const close = (): void => {
    // What is over is told once.
    drover.store.setState((state) => ({ overlay: null, importing: state.importing?.state === 'running' ? state.importing : null }));
  };
  async function start(): Promise<void> {
    if (progress !== null) return close();
    setBusy(true);
    setProblem(null);
    setCancelling(false);
    const failed = source.kind === 'file' ? await takeInFile() : await begin(source.kind === 'folder' ? source.path : null);
    setBusy(false);
    setProblem(failed);
  }
  async function begin(folder: string | null): Promise<Problem | null> {
    const answer = await drover.ask('import.claudeCode', { folder });
    return answer.ok ? null : answer.problem;
  }
  async function takeInFile(): Promise<Problem | null> {
    const answer = await drover.ask('import.jsonl', undefined);
    if (!answer.ok) return answer.problem;
    if (answer.value === null) return null;
    const { sessions, added } = answer.value;
    close();
    drover.note(
      added === 0
        ? 'Nothing new: all of this file is here already.'
        : `${formatCount(sessions.length)} ${sessions.length === 1 ? 'session' : 'sessions'} taken in, ${formatCount(added)} events added.`,
    );
    const [only] = sessions;
    if (only !== undefined && sessions.length === 1) drover.go({ screen: 'session', id: only, tab: 'timeline' });
    return null;
  }
  async function cancel(): Promise<void> {
    if (progress === null) return;
    setCancelling(true);
    const answer = await drover.ask('import.cancel', { id: progress.id });
    if (!answer.ok) setProblem(answer.problem);
  }
  return (
    <Dialog
      open
      onClose={close}
      title="Import sessions"
      description="They are read and searched like your own. A second import adds only what is new; what is imported goes on only as a new session."
      onSubmit={() => void start()}
      buttons={
        progress === null ? (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button look="primary" type="submit" busy={busy} disabled={source.kind === 'folder' && source.path === null}>
              {source.kind === 'file' ? 'Choose the file…' : 'Import'}
            </Button>
          </>
        ) : running ? (
          <>
            <Button onClick={close}>Go on in the background</Button>
            <Button busy={cancelling} onClick={() => void cancel()}>
              Stop the import
            </Button>
          </>
        ) : (
          <Button look="primary" type="submit">
            Close
          </Button>
        )
      }
    >
      {progress === null ? (
        <ImportChoice source={source} onSource={setSource} onProblem={setProblem} />
      ) : (
        <ImportResult progress={progress} cancelling={cancelling} />
      )}
      {problem === null ? null : <ProblemView problem={problem} />}
    </Dialog>
  );
}
