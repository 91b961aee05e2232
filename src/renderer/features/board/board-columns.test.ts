import { expect, test } from 'vitest';
import type { ProjectInfo, SessionSummary } from '../../../shared/ipc.ts';
import { boardColumns, slugOf } from './board-columns.ts';

function summary(id: string, over: Partial<SessionSummary>): SessionSummary {
  return {
    id,
    dispatch: {
      title: id,
      project: { path: '/p', name: 'p' },
      base: { commit: 'c', branch: null, uncommittedChanges: false },
      specPath: `.drover/specs/${id}.md`,
      provider: 'x',
      model: 'm',
      target: 't',
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

const project: ProjectInfo = {
  path: '/p',
  name: 'p',
  branch: 'main',
  head: 'c',
  uncommittedChanges: 0,
  specs: [
    { slug: 'a', title: 'A', mistakes: [] },
    { slug: 'new', title: 'New', mistakes: [] },
  ],
};

test('a spec that was dispatched is no draft any more', () => {
  expect(boardColumns([summary('a', {})], [project]).drafts.map((draft) => draft.spec.slug)).toEqual(['new']);
});

test('the longest wait and the open decision come first', () => {
  const columns = boardColumns(
    [
      summary('w1', { column: 'waiting', updatedAt: '2026-01-03' }),
      summary('w2', { column: 'waiting', updatedAt: '2026-01-02' }),
      summary('j1', { column: 'judged', decision: { kind: 'rejected', reason: '' }, updatedAt: '2026-01-09' }),
      summary('j2', { column: 'judged', updatedAt: '2026-01-01' }),
    ],
    [],
  );
  expect(columns.waiting.map((card) => card.id)).toEqual(['w2', 'w1']);
  expect(columns.judged.map((card) => card.id)).toEqual(['j2', 'j1']);
});

test('a slug is the name of its file', () => {
  expect([slugOf('.drover/specs/a-b.md'), slugOf(null), slugOf('x')]).toEqual(['a-b', '', '']);
});
