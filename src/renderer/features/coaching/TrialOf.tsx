import { FlaskConical } from 'lucide-react';
import type { Dispatch } from '../../../shared/events.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { useAnswer } from '../../store/use-answer.ts';
import { useDrover } from '../../store/use-drover.ts';

/** In a guard the arms are told two files. */
const fileOf = { with: 'before', without: 'now' };

/** For a session's header: which trial it is an arm of, with the way to the other arm. */
export function TrialOf({ trial }: { trial: NonNullable<Dispatch['trial']> }) {
  const drover = useDrover();
  const trials = useAnswer('coaching.trials', { project: trial.project, entry: trial.entry });
  const found = trials?.ok === true ? trials.value.find(({ id }) => id === trial.trial) : undefined;
  const otherArm = trial.arm === 'with' ? 'without' : 'with';
  const other = trial.arm === 'with' ? found?.sessions.without : found?.sessions.with;
  return (
    <p className="flex min-w-0 items-center gap-1 text-ink-2">
      <FlaskConical aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
      <span className="min-w-0 truncate">
        {found?.mode === 'guard' ? 'Guard of a prune, on the probe of' : 'Trial of'}{' '}
        <button
          type="button"
          onClick={() => drover.go({ screen: 'coaching', project: trial.project, entry: trial.entry })}
          className="rounded-sm text-accent hover:underline"
        >
          {visibleLine(trial.entry)}
        </button>
        : {found?.mode === 'guard' ? `the file ${fileOf[trial.arm]}` : `${trial.arm} it`}
      </span>
      {other == null ? null : (
        <button
          type="button"
          onClick={() => drover.go({ screen: 'session', id: other, tab: 'timeline' })}
          className="shrink-0 rounded-sm text-accent hover:underline"
        >
          Open the run {found?.mode === 'guard' ? `with the file ${fileOf[otherArm]}` : `${otherArm} it`}
        </button>
      )}
    </p>
  );
}
