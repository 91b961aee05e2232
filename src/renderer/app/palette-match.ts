/** Which of the named entries fit what is typed, the best first. Pure but for the scoring, which is cmdk's. */
import { defaultFilter } from 'cmdk';

export interface Named {
  id: string;
  group: string;
  label: string;
  detail?: string;
}

/** More than this of one group is a list, not a choice; typing on narrows it. */
const SHOWN = 12;

/** Groups in the order of their best entry; where nothing is typed, as they are given. */
export function matching<T extends Named>(entries: readonly T[], typed: string): { group: T['group']; entries: T[] }[] {
  const query = typed.trim();
  const groups = new Map<T['group'], { entry: T; score: number }[]>();
  for (const entry of entries) {
    const score = query === '' ? 1 : (defaultFilter?.(`${entry.label} ${entry.detail ?? ''} ${entry.id}`, query) ?? 0);
    if (score <= 0) continue;
    const group = groups.get(entry.group);
    if (group === undefined) groups.set(entry.group, [{ entry, score }]);
    else group.push({ entry, score });
  }
  const ranked = [...groups].map(([group, scored]) => {
    const best = query === '' ? scored : scored.toSorted((a, b) => b.score - a.score);
    return { group, best: best[0]?.score ?? 0, entries: best.slice(0, SHOWN).map(({ entry }) => entry) };
  });
  return ranked.toSorted((a, b) => b.best - a.best).map(({ group, entries: shown }) => ({ group, entries: shown }));
}
