import type { Asked } from '../use-asked.ts';
import { useAsked } from '../use-asked.ts';
import type { Watched } from '../../../store/watched.ts';

/** The session's state after an event; at the head it is the one that the window folds itself. */
export function useStateAt(watched: Watched, seq: number): Asked<'session.at'> {
  const head = watched.state?.head === seq ? watched.state : null;
  const asked = useAsked('session.at', seq === 0 || head !== null ? null : { session: watched.id, seq });
  return head === null ? asked : { answer: { ok: true, value: head }, stale: false };
}
