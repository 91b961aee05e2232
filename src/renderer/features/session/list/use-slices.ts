import { useSyncExternalStore } from 'react';
import type { Slices } from './slices.ts';

/** Draws again when the gists of more events are here. */
export function useSlices(slices: Slices): number {
  return useSyncExternalStore(slices.subscribe, slices.version);
}
