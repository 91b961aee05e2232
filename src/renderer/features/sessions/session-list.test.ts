import { expect, test } from 'vitest';
import type { SessionSummary } from '../../../shared/ipc.ts';
import { sessionList } from './session-list.ts';

function summary(id: string, over: Partial<SessionSummary>): SessionSummary {
  return {
    id,
    dispatch: {
      title: id,
      project: { path: '/p', name: 'uploads' },
      base: { commit: 'c', branch: null, uncommittedChanges: false },
      specPath: null,
      provider: 'x',
      model: 'haiku',
      target: 'oak-arm',
    },
    status: 'idle',
    stopReason: null,
    column: 'running',
    iteration: 1,
    maxIterations: 5,
    budget: { minutes: 20, iterations: 5 },
    criteriaPassed: 0,
    criteriaTotal: 1,
    activity: '',
    verdict: null,
    decision: null,
    costUsd: 0,
    createdAt: '2026-01-01',
    updatedAt: '2026-01-01',
    head: 1,
    problem: null,
    imported: null,
    ...over,
  };
}

const ids = (list: SessionSummary[]): string[] => list.map((item) => item.id);

test('all words of the filter must be somewhere in the row', () => {
  const all = [summary('retry', {}), summary('csv', { column: 'waiting' })];
  expect(ids(sessionList(all, 'oak WAITING', { column: 'title', down: false }))).toEqual(['csv']);
  expect(ids(sessionList(all, 'uploads', { column: 'title', down: false }))).toEqual(['csv', 'retry']);
  expect(sessionList(all, 'nowhere', { column: 'title', down: false })).toEqual([]);
});

test('by state, what waits for you comes first', () => {
  const all = [
    summary('judged', { column: 'judged', verdict: 'passed' }),
    summary('running', {}),
    summary('waiting', { column: 'waiting' }),
  ];
  expect(ids(sessionList(all, '', { column: 'state', down: false }))).toEqual(['waiting', 'running', 'judged']);
});
