/** What a project's dispatches were told over time, and how many of them passed. Pure. */
import { startOfDay } from '../day.ts';
import { groupBy } from '../group-by.ts';
import type { HistoryPoint } from '../ipc-coaching.ts';
import type { SessionSummary } from '../summary.ts';

export type Told = Pick<SessionSummary, 'dispatch' | 'createdAt' | 'told' | 'verdict'>;

/**
 * A point for each day and model with a dispatch, oldest first, then by model. A day is that of when it was dispatched, by this
 * computer's clock; who was told nothing was told no entries of no tokens.
 * @param dispatches of one project, without trials and imports
 */
export function historyOf(dispatches: readonly Told[]): HistoryPoint[] {
  const groups = groupBy(dispatches, ({ dispatch, createdAt }) => JSON.stringify([dayOf(createdAt), dispatch.model, dispatch.provider]));
  return [...groups.values()]
    .flatMap((group) => pointOf(group))
    .toSorted((a, b) => compare(a.day, b.day) || compare(a.model, b.model) || compare(a.provider, b.provider));
}

function pointOf(group: readonly Told[]): HistoryPoint[] {
  const [first] = group;
  if (first === undefined) return [];
  const mean = (of: (told: Told['told']) => number): number => group.reduce((sum, { told }) => sum + of(told), 0) / group.length;
  const judged = group.filter(({ verdict }) => verdict !== null);
  return [
    {
      day: dayOf(first.createdAt),
      provider: first.dispatch.provider,
      model: first.dispatch.model,
      dispatches: group.length,
      entries: mean((told) => told?.entries ?? 0),
      tokens: mean((told) => told?.tokens ?? 0),
      passed: judged.filter(({ verdict }) => verdict === 'passed').length,
      judged: judged.length,
    },
  ];
}

function dayOf(instant: string): string {
  return new Date(startOfDay(Date.parse(instant))).toISOString();
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
