import { createContext, use } from 'react';

/** The time in Unix ms for everything that says how long ago it was; one clock for all of them, set by `App`. */
export const NowContext = createContext(0);

export function useCoarseNow(): number {
  return use(NowContext);
}
