import { useEffect, useState } from 'react';
import type { Trial } from '../../../shared/coaching/trial-ledger.ts';
import type { RunView } from '../../../shared/ipc-coaching.ts';
import { useDrover } from '../../store/use-drover.ts';

/** The trials of a run that has ended; null: not read yet, or there is no such run. */
export function useGuardTrials(project: string, run: RunView | null): Trial[] | null {
  const drover = useDrover();
  const [found, setFound] = useState<{ run: string; trials: Trial[] } | null>(null);
  const [id, names] = [run?.id ?? null, JSON.stringify((run?.begun.items ?? []).map(({ entry }) => entry))];
  useEffect(() => {
    if (id === null) return;
    let wanted = true;
    const entries = new Set<string>(JSON.parse(names) as string[]); // what was made of strings above
    const asked = [...entries].map((entry) => drover.ask('coaching.trials', { project, entry }));
    void Promise.all(asked).then((answers) => {
      const trials = answers.flatMap((answer) => (answer.ok ? answer.value : []));
      if (wanted) setFound({ run: id, trials: trials.filter((trial) => trial.run === id) });
    });
    return () => {
      wanted = false;
    };
  }, [drover, project, id, names]);
  return found !== null && found.run === id ? found.trials : null;
}
