import { expect, test } from 'vitest';
import { attemptNumber, rankAttempts, type Ranked } from './rank-attempts.ts';

const attempt = (index: number, over: Partial<Ranked>): Ranked => ({
  dispatch: {
    title: 'T',
    project: { path: '/p', name: 'p' },
    base: { commit: 'c', branch: null, uncommittedChanges: false },
    specPath: null,
    ...{ provider: 'x', model: 'm', target: 'local' },
    attempt: { group: 'g', index, of: 3, stop_losers: true },
  },
  verdict: null,
  decision: null,
  column: 'running',
  criteriaPassed: 0,
  shouldPassed: 0,
  changed: null,
  costUsd: 0.05,
  activeMs: 0,
  ...over,
});
const passed = { verdict: 'passed', column: 'judged' } as const;

test('the verdict comes first, then should-criteria, then the size of the change, cost, and time', () => {
  const changed = (lines: number) => ({ files: 1, insertions: lines, deletions: 0 });
  const cases: [Partial<Ranked>, Partial<Ranked>][] = [
    [passed, { verdict: 'failed', column: 'judged', costUsd: 0 }],
    [passed, { column: 'running' }],
    [
      { ...passed, decision: { kind: 'accepted', branch: 'b' } },
      { ...passed, costUsd: 0 },
    ],
    [
      { verdict: 'failed', column: 'judged' },
      { ...passed, decision: { kind: 'rejected', reason: 'r' } },
    ],
    [{ column: 'running' }, { verdict: 'failed', column: 'judged' }],
    [{ column: 'waiting' }, { verdict: 'failed', column: 'judged' }],
    [
      { ...passed, criteriaPassed: 3, shouldPassed: 2 },
      { ...passed, criteriaPassed: 2, shouldPassed: 1, changed: changed(1) },
    ],
    [
      { ...passed, changed: changed(10), costUsd: 1 },
      { ...passed, changed: changed(11) },
    ],
    [{ ...passed, changed: changed(10) }, passed],
    [
      { ...passed, costUsd: 0.1, activeMs: 9 },
      { ...passed, costUsd: 0.2 },
    ],
    [{ costUsd: 0.1 }, { costUsd: 0.2 }],
    [
      { ...passed, activeMs: 1 },
      { ...passed, activeMs: 2 },
    ],
  ];
  for (const [better, worse] of cases)
    expect({ better, order: rankAttempts([attempt(1, worse), attempt(2, better)]).map(attemptNumber) }).toEqual({ better, order: [2, 1] });
});

test('attempts that are alike stand by their number', () =>
  expect(rankAttempts([attempt(3, {}), attempt(1, {}), attempt(2, {})]).map(attemptNumber)).toEqual([1, 2, 3]));
