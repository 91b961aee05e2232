import { useEffect } from 'react';
import type { Watched } from '../../store/watched.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';

/** Watches a session while the component is there. Null until it is loaded. */
export function useWatched(session: string): Watched | null {
  const drover = useDrover();
  const watched = useApp((state) => state.watched);
  useEffect(() => drover.watch(session), [drover, session]);
  return watched?.id === session ? watched : null;
}
