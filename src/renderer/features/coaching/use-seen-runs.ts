import { useState } from 'react';
import { layoutStorage } from '../../bridge.ts';

/** When the newest run ended that somebody put away, ISO 8601; it and those before it are shown no more. */
export function useSeenRuns(project: string, what: 'guard' | 'tests'): [seen: string | null, putAway: (endedAt: string) => void] {
  const key = `coaching.seen ${what} ${project}`;
  const [seen, setSeen] = useState(() => layoutStorage.getItem(key));
  return [
    seen,
    (endedAt) => {
      if (seen !== null && seen >= endedAt) return;
      layoutStorage.setItem(key, endedAt);
      setSeen(endedAt);
    },
  ];
}
