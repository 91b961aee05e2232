/** Which answers to believe where many entries were tested. Pure. */
import { discoveries } from './discoveries.ts';
import type { EntryJudgement } from './judge-entry.ts';

/**
 * The places of the entries whose state stands among all that were tested, whatever each is found to be: of those that stand, 5 %
 * is false on average.
 *
 * An entry's state is one of two claims about it, that it helps by what matters or that it does not, and each of the two has
 * half of the doubt, as in its interval: half of the evidence for the state goes into `discoveries`, nothing where there is none.
 * Of one entry alone the state itself holds at every look, also where later pairs took some of the evidence away.
 */
export function standingAmong(tested: readonly Pick<EntryJudgement, 'state' | 'evidence'>[]): Set<number> {
  const evidence = tested.map((judgement) => evidenceForState(judgement) / 2);
  if (tested.length === 1) return new Set(evidence.flatMap((one, place) => (one > 0 ? [place] : [])));
  return discoveries(evidence);
}

function evidenceForState({ state, evidence }: Pick<EntryJudgement, 'state' | 'evidence'>): number {
  return state === 'needed' || state === 'outgrown' || state === 'harmful' ? evidence[state] : 0;
}
