import { useEffect } from 'react';
import type { Today } from '../../shared/ipc-judgment.ts';
import { useApp, useDrover } from './use-drover.ts';

/** What was spent today; asked for once, then told. Null before the first answer. */
export function useToday(): Today | null {
  const drover = useDrover();
  const today = useApp((state) => state.today);
  const unknown = today === null;
  useEffect(() => {
    if (!unknown) return;
    // Told meanwhile is newer than the answer.
    void drover.ask('budget.today', undefined).then((answer) => {
      if (answer.ok) drover.store.setState((state) => ({ today: state.today ?? answer.value }));
    });
  }, [drover, unknown]);
  return today;
}
