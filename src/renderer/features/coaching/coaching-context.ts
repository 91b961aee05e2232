import { createContext, use } from 'react';
import type { EntryRow } from '../../../shared/coaching/entry-rows.ts';
import type { CoachingView } from '../../../shared/ipc-coaching.ts';
import type { CoachingDesk } from './coaching-desk.ts';

/** What every part of the screen knows of the project that is shown. */
export interface OpenCoaching {
  /** As it was opened: the name under which its coaching is asked for. */
  project: string;
  /** With everything that was edited here, saved already or not. */
  view: CoachingView;
  /** All entries in the order of the file, as the chosen model has them. */
  rows: readonly EntryRow[];
  model: { provider: string; model: string };
  /** Edits the file so that it can be undone, and reads it again. */
  desk: Pick<CoachingDesk, 'edit' | 'read'>;
}

export const CoachingContext = createContext<OpenCoaching | null>(null);

export function useCoaching(): OpenCoaching {
  const open = use(CoachingContext);
  if (open === null) throw new Error('no coaching screen above this component');
  return open;
}
