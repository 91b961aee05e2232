/** Runs of trials as they are shown: how far each item is, and what it all cost so far. Pure. */
import { costOf } from '../../shared/coaching/entry-record.ts';
import { sameItem, type Trial, type TrialLedger, type TrialsRun } from '../../shared/coaching/trial-ledger.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { RunView } from '../../shared/ipc-coaching.ts';

/** Runs that have ended and are still shown. */
const ENDED_RUNS = 20;

/** Newest first. */
export function runViews({ runs, trials }: TrialLedger): RunView[] {
  const newest = [...runs.values()].toReversed();
  const ended = newest.filter((run) => run.ended !== null).slice(0, ENDED_RUNS);
  const shown = newest.filter((run) => run.ended === null || ended.includes(run));
  const byRun = groupBy(trials.values(), ({ run }) => run);
  return shown.map((run) => runView(run, byRun.get(run.id) ?? []));
}

export function viewOfRun({ trials }: TrialLedger, run: TrialsRun): RunView {
  return runView(
    run,
    [...trials.values()].filter((trial) => trial.run === run.id),
  );
}

function runView(run: TrialsRun, trials: readonly Trial[]): RunView {
  const progress = run.begun.items.map((item) => {
    const own = trials.filter((trial) => sameItem(trial.item, item));
    const ended = own.filter((trial) => trial.ended !== null).length;
    return { ended, running: own.length - ended };
  });
  return { ...run, progress, spentUsd: trials.reduce((sum, trial) => sum + costOf(trial), 0) };
}
