import { Send } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ProjectInfo } from '../../../../shared/project.ts';
import type { DraftSpec } from '../../../../shared/spec-draft.ts';
import { useApp, useDrover } from '../../../store/use-drover.ts';
import { Button } from '../../../ui/Button.tsx';
import type { SpecEdits } from '../use-spec-edits.ts';
import { BudgetFields } from './BudgetFields.tsx';
import { choiceMistake, type Choice } from './dispatch-choice.ts';
import { WorkerRows } from './WorkerRows.tsx';

interface DispatchBarProps {
  spec: DraftSpec;
  edits: SpecEdits;
  /** The file is shown, with all of its mistakes. */
  inFile: boolean;
  asked: boolean;
  attempts: readonly Choice[];
  stopLosers: boolean;
  project: ProjectInfo | undefined;
  busy: boolean;
  /** What it is busy with before the dispatch. */
  notice: ReactNode;
  onAttempts: (attempts: Choice[]) => void;
  onStopLosers: (stop: boolean) => void;
  onDispatch: () => void;
}

/** With which models, where, within which limits; and the button that starts it. */
export function DispatchBar(props: DispatchBarProps) {
  const { spec, edits, inFile, asked, attempts, stopLosers, project, busy, notice, onAttempts, onStopLosers, onDispatch } = props;
  const drover = useDrover();
  const settings = useApp((state) => state.settings);
  if (settings === null) return null;
  const lacks =
    attempts.length === 0
      ? choiceMistake(settings, null)
      : (attempts.map((attempt) => choiceMistake(settings, attempt)).find((mistake) => mistake !== null) ?? null);
  const { mistakes } = spec;
  const overBudget = mistakes.find(({ path }) => path?.startsWith('budget') === true);
  const said = overBudget?.message ?? (mistakes.length === 0 || !asked || inFile ? null : 'Fill in what is marked, then dispatch.');
  return (
    <footer className="flex shrink-0 flex-col gap-1.5 border-t border-line bg-surface-1 px-4 py-2.5">
      <div className="flex flex-wrap items-start gap-3">
        <WorkerRows settings={settings} attempts={attempts} stopLosers={stopLosers} onAttempts={onAttempts} onStopLosers={onStopLosers} />
        {spec.broken ? null : <BudgetFields spec={spec} edits={edits} />}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-2">
        {notice}
        {project !== undefined && project.uncommittedChanges > 0 ? (
          <p className="text-waiting">
            Dispatched from HEAD <span className="machine">{project.head.slice(0, 10)}</span>; {project.uncommittedChanges}{' '}
            {project.uncommittedChanges === 1 ? 'uncommitted change is' : 'uncommitted changes are'} left out.
          </p>
        ) : project === undefined ? null : (
          <p>
            Dispatched from HEAD <span className="machine">{project.head.slice(0, 10)}</span>
            {project.branch === null ? '' : ` (${project.branch})`}.
          </p>
        )}
        {said === null ? null : (
          <p role="alert" className="text-failed">
            {said}
          </p>
        )}
        {lacks === null ? null : (
          <p className="flex items-center gap-2 text-failed">
            {lacks}
            <Button onClick={() => drover.go({ screen: 'settings', section: 'providers' })}>Open settings</Button>
          </p>
        )}
        <div className="ml-auto">
          <Button
            look="primary"
            icon={<Send />}
            keys="mod+Enter"
            busy={busy}
            disabled={lacks !== null || (inFile && mistakes.length > 0)}
            onClick={onDispatch}
          >
            {attempts.length > 1 ? `Dispatch ${attempts.length}` : 'Dispatch'}
          </Button>
        </div>
      </div>
    </footer>
  );
}
