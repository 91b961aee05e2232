import { expect, test } from 'vitest';
import type { ProjectInfo } from '../../../shared/project.ts';
import { boardColumns, slugOf } from './board-columns.ts';
import { summaryOf } from '../../store/summary.test-support.ts';

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
  expect(boardColumns([summaryOf('a', {})], [project]).drafts.map((draft) => draft.spec.slug)).toEqual(['new']);
});

test('the longest wait and the open decision come first', () => {
  const columns = boardColumns(
    [
      summaryOf('w1', { column: 'waiting', updatedAt: '2026-01-03' }),
      summaryOf('w2', { column: 'waiting', updatedAt: '2026-01-02' }),
      summaryOf('j1', { column: 'judged', decision: { kind: 'rejected', reason: '' }, updatedAt: '2026-01-09' }),
      summaryOf('j2', { column: 'judged', updatedAt: '2026-01-01' }),
    ],
    [],
  );
  expect(columns.waiting.map((card) => card.id)).toEqual(['w2', 'w1']);
  expect(columns.judged.map((card) => card.id)).toEqual(['j2', 'j1']);
});

test('a slug is the name of its file', () => {
  expect([slugOf('.drover/specs/a-b.md'), slugOf(null), slugOf('x')]).toEqual(['a-b', '', '']);
});
