/** A session's summary, for tests of what is made of summaries. */
import type { SessionSummary } from '../../shared/summary.ts';

/** Its title is its id; it runs, and nothing has come of it yet. */
export function summaryOf(id: string, over: Partial<SessionSummary> = {}): SessionSummary {
  return {
    id,
    dispatch: {
      title: id,
      project: { path: '/p', name: 'uploads' },
      base: { commit: 'c', branch: null, uncommittedChanges: false },
      specPath: `.drover/specs/${id}.md`,
      provider: 'x',
      model: 'haiku',
      target: 'oak-arm',
    },
    status: 'idle',
    stopReason: null,
    stoppedBecause: null,
    column: 'running',
    readTo: null,
    iteration: 1,
    maxIterations: 5,
    budget: { minutes: 20, iterations: 5 },
    criteriaPassed: 0,
    criteriaTotal: 1,
    activity: '',
    impossible: null,
    shouldPassed: 0,
    shouldTotal: 0,
    changed: null,
    tokens: 0,
    activeMs: 0,
    pullRequest: null,
    verdict: null,
    decision: null,
    costUsd: 0,
    createdAt: '2026-01-01',
    updatedAt: '2026-01-01',
    head: 1,
    problem: null,
    imported: null,
    told: null,
    ...over,
  };
}
