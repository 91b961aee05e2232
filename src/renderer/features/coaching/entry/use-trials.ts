import type { Trial } from '../../../../shared/coaching/trial-ledger.ts';
import type { Answer } from '../../../../shared/ipc.ts';
import { useAnswer } from '../../../store/use-answer.ts';
import { useApp } from '../../../store/use-drover.ts';
import { useThrottled } from '../../../ui/use-throttled.ts';

/** Trials end many times a second when many run. */
const READ_EVERY_MS = 500;

/** Every trial of an entry, newest first; read again while they run. Null before the first answer. */
export function useTrials(project: string, entry: string): Answer<'coaching.trials'> | null {
  const changes = useThrottled(
    useApp((state) => state.coachingChanges[project] ?? 0),
    READ_EVERY_MS,
  );
  return useAnswer('coaching.trials', { project, entry }, String(changes));
}

/** The same one each time: what depends on it is not computed anew. */
export const noTrials: readonly Trial[] = [];
