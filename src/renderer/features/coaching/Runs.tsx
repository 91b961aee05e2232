import type { RunView } from '../../../shared/ipc-coaching.ts';
import { GuardBar } from './GuardBar.tsx';
import { EndedBar, RunBar } from './RunBar.tsx';
import { endedSince } from './run-words.ts';
import { useSeenRuns } from './use-seen-runs.ts';

/** Trials under way, and how the last ones ended. */
export function Runs({ project, runs }: { project: string; runs: readonly RunView[] }) {
  const [seenGuard, putGuardAway] = useSeenRuns(project, 'guard');
  const [seenTests, putTestsAway] = useSeenRuns(project, 'tests');
  const guard = endedSince(runs, seenGuard).find(({ begun: { kind } }) => kind === 'guard');
  const last = endedSince(runs, seenTests).find(({ begun: { kind } }) => kind !== 'guard');
  return (
    <>
      {runs.map((run) => (run.ended === null ? <RunBar key={run.id} project={project} run={run} /> : null))}
      {guard === undefined ? null : (
        <GuardBar key={guard.id} project={project} run={guard} onDismiss={() => putGuardAway(guard.ended?.at ?? '')} />
      )}
      {last === undefined ? null : <EndedBar run={last} onDismiss={() => putTestsAway(last.ended?.at ?? '')} />}
    </>
  );
}
