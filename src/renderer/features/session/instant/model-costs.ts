/** What each model of a session cost: a model holds from a dispatch or a fork to the next one. Pure. */
import type { SessionEvent } from '../../../../shared/events.ts';
import type { SessionIndex } from '../../../../shared/columns/session-index.ts';

export interface ModelCost {
  model: string;
  costUsd: number;
}

/** `dispatches`: the events that chose a model, ascending, up to position `seq`. Dearest first. */
export function modelCosts({ columns, density }: SessionIndex, dispatches: readonly SessionEvent[], seq: number): ModelCost[] {
  const chosen = dispatches.flatMap((event) =>
    event.type === 'session.created' || event.type === 'session.forked' ? [{ from: event.seq, model: event.dispatch.model }] : [],
  );
  const costs = new Map<string, number>();
  chosen.forEach(({ from, model }, i) => {
    const end = chosen[i + 1]?.from ?? seq + 1;
    const cost = density.costBefore(columns, end - 1) - density.costBefore(columns, from - 1);
    costs.set(model, (costs.get(model) ?? 0) + cost);
  });
  return [...costs].map(([model, costUsd]) => ({ model, costUsd })).toSorted((a, b) => b.costUsd - a.costUsd);
}
