import { expect, test } from 'vitest';
import type { ProjectInfo } from '../../../shared/project.ts';
import type { SessionSummary } from '../../../shared/summary.ts';
import { boardColumns, slugOf, type BoardCard } from './board-columns.ts';
import { summaryOf } from '../../store/summary.test-support.ts';

const names = (cards: readonly BoardCard[]): string[] =>
  cards.map((card) => (card.kind === 'session' ? card.summary.id : card.group.attempts.map(({ id }) => id).join('+')));

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
  expect(names(columns.waiting)).toEqual(['w2', 'w1']);
  expect(names(columns.judged)).toEqual(['j2', 'j1']);
});

test('attempts at one spec are one card, where the group as a whole stands', () => {
  const attempt = (index: number, over: Partial<SessionSummary>): SessionSummary => {
    const summary = summaryOf(`a${index}`, over);
    return { ...summary, dispatch: { ...summary.dispatch, attempt: { group: 'g', index, of: 2, stop_losers: false } } };
  };
  const passed = attempt(1, { column: 'judged', verdict: 'passed' });
  const columns = boardColumns(
    [passed, attempt(2, { column: 'running' }), summaryOf('alone', { column: 'running', createdAt: '2026-02-01' })],
    [],
  );
  expect(names(columns.running)).toEqual(['alone', 'a1+a2']);
  expect(columns.judged).toEqual([]);
  expect(names(boardColumns([passed, attempt(2, { column: 'waiting' })], []).judged)).toEqual(['a1+a2']);
});

test('a slug is the name of its file', () => {
  expect([slugOf('.drover/specs/a-b.md'), slugOf(null), slugOf('x')]).toEqual(['a-b', '', '']);
});
