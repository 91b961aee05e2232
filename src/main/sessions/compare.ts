/** Two sessions against each other, from the event where they part. */
import type { SessionState } from '../../shared/fold.ts';
import type { ComparedSide, Comparison } from '../../shared/instant.ts';
import { SkeletonFlag, skeletonKinds, type Skeleton } from '../../shared/skeleton.ts';

interface Log {
  lineage(): { session: string; parent: string; seq: number }[];
  head(session: string): number;
  stateAt(session: string, seq?: number): SessionState;
  skeleton(session: string, from?: number): Promise<Skeleton>;
}

export async function compareSessions(log: Log, a: string, b: string): Promise<Comparison> {
  const sharedSeq = partingOf(log, a, b);
  const [left, right] = await Promise.all([a, b].map((session) => sideOf(log, session, sharedSeq)));
  if (left === undefined || right === undefined) throw new Error('two sessions have two sides');
  return { sharedSeq, a: left, b: right };
}

/** The last event that both have; 0 where they have nothing in common. */
function partingOf(log: Log, a: string, b: string): number {
  const forks = new Map(log.lineage().map((fork) => [fork.session, fork]));
  /** How far a session reads each of its ancestors, itself included. */
  const reach = (session: string): Map<string, number> => {
    const reached = new Map<string, number>();
    let upTo = log.head(session);
    for (let at: string | undefined = session; at !== undefined && !reached.has(at);) {
      reached.set(at, upTo);
      const fork = forks.get(at);
      upTo = Math.min(upTo, fork?.seq ?? 0);
      at = fork?.parent;
    }
    return reached;
  };
  const other = reach(b);
  return Math.max(0, ...[...reach(a)].map(([session, upTo]) => Math.min(upTo, other.get(session) ?? 0)));
}

async function sideOf(log: Log, session: string, sharedSeq: number): Promise<ComparedSide> {
  const head = log.stateAt(session);
  const before = log.stateAt(session, sharedSeq);
  const { byType, turns, events } = countsOf(await log.skeleton(session, sharedSeq + 1));
  return {
    session,
    events,
    byType,
    turns,
    costUsd: total(head, 'costUsd') - (sharedSeq === 0 ? 0 : total(before, 'costUsd')),
    activeMs: total(head, 'activeMs') - (sharedSeq === 0 ? 0 : total(before, 'activeMs')),
    verdict: head.verdict === null ? null : head.verdict.passed ? 'passed' : 'failed',
    criteria: head.criteria.map(({ id, passed }) => ({ id, passed })),
    commit: head.snapshot?.commit ?? null,
  };
}

/** A fork's own sums begin anew; with what it inherited they go on. */
function total(state: SessionState, sum: 'costUsd' | 'activeMs'): number {
  return state[sum] + state.inherited[sum];
}

function countsOf({ kind, flags }: Skeleton): Pick<ComparedSide, 'byType' | 'turns' | 'events'> {
  const counts = new Map<number, number>();
  const answer = skeletonKinds.indexOf('span.model_request_end');
  let turns = 0;
  for (const [i, code] of kind.entries()) {
    counts.set(code, (counts.get(code) ?? 0) + 1);
    if (code === answer && ((flags[i] ?? 0) & SkeletonFlag.error) === 0) turns += 1;
  }
  const byType = [...counts].map(([code, count]) => ({ type: skeletonKinds[code] ?? ('unknown' as const), count }));
  return { events: kind.length, turns, byType: byType.sort((x, y) => y.count - x.count) };
}
