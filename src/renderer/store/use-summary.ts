import { useEffect, useState } from 'react';
import type { SessionSummary } from '../../shared/summary.ts';
import { putTrial, summaryIn } from './app-state.ts';
import { useApp, useDrover } from './use-drover.ts';

/** Of any session. A trial is in no list: it is asked for. Null: there is none; undefined while it is asked for. */
export function useSummary(session: string): SessionSummary | null | undefined {
  const drover = useDrover();
  const known = useApp((state) => summaryIn(state, session));
  const [missing, setMissing] = useState<string | null>(null);
  const unknown = known === undefined;
  useEffect(() => {
    if (!unknown) return undefined;
    let wanted = true;
    void drover.call('session.summary', { session }).then((found) => {
      if (!wanted) return;
      if (found == null) setMissing(session);
      else drover.store.setState((state) => putTrial(state, found));
    });
    return () => {
      wanted = false;
    };
  }, [drover, session, unknown]);
  return known ?? (missing === session ? null : undefined);
}
