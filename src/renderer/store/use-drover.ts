import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { AppState } from './app-state.ts';
import type { Drover } from './drover.ts';

export const DroverContext = createContext<Drover | null>(null);

/** The store and its effects, as `main.tsx` built them. */
export function useDrover(): Drover {
  const drover = use(DroverContext);
  if (drover === null) throw new Error('no Drover above this component');
  return drover;
}

/** A part of the state; the component draws again only when that part changes. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(useDrover().store, select);
}
