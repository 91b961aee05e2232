import { useEffect } from 'react';
import type { Lineage } from '../../../shared/instant.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';

/** Which session came from which, by child; read again when there are more sessions. Empty until it is known. */
export function useLineage(): Record<string, Lineage> {
  const drover = useDrover();
  const lineage = useApp((state) => state.lineage);
  const count = useApp((state) => Object.keys(state.summaries).length);
  useEffect(() => {
    void drover.reloadLineage(count);
  }, [drover, count]);
  return lineage;
}
