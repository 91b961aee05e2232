/** What stands beside a pruned entry in the file. Pure. */
import { pairsIn } from './effect.ts';
import type { EntryRecord } from './entry-record.ts';

/**
 * One line of plain words: what trials said of the entry and on which model, how many pairs were judged, and the effect on the
 * pass rate in points with its 95 % interval, e.g. `Outgrown on model-x: 22 pairs, effect 0 points (-19 to 19).` Without a
 * judged pair there is no effect to tell: `Untested on model-x.`
 */
export function evidenceLine({ model, judgement }: Pick<EntryRecord, 'model' | 'judgement'>): string {
  const { state, counts, effect } = judgement;
  const pairs = pairsIn(counts);
  const found = `${state[0]?.toUpperCase()}${state.slice(1)} on ${model}`;
  if (pairs === 0) return `${found}.`;
  const [estimate, lower, upper] = [effect.estimate, effect.lower, effect.upper].map(points);
  return `${found}: ${pairs} ${pairs === 1 ? 'pair' : 'pairs'}, effect ${estimate} points (${lower} to ${upper}).`;
}

/** Whole points of a share; never a zero with a sign. */
function points(share: number): number {
  return Math.round(share * 100) || 0;
}
