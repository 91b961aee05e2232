import type { OutcomeResult } from '../../shared/events.ts';

/** How an evaluation ended, in a few words. Pure. */
export function outcomeWord(result: OutcomeResult, impossible: boolean | undefined): string {
  if (impossible === true) return 'cannot be done as specified';
  switch (result) {
    case 'satisfied':
      return 'satisfied';
    case 'needs_revision':
      return 'needs revision';
    case 'max_iterations_reached':
      return 'max iterations reached';
    case 'failed':
      return 'failed';
    case 'interrupted':
      return 'interrupted';
  }
}
