import type { DueReason } from '../../../shared/ipc-coaching.ts';

/** Why an entry is due for a trial, in a few words. */
export const dueWords: Record<DueReason, string> = {
  never_tested: 'never tested',
  new_model: 'new model',
  new_text: 'new words',
  new_probe: 'new probe',
  unclear: 'no answer yet',
};
