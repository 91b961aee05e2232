import { expect, test } from 'vitest';
import type { SessionSummary } from '../../../shared/summary.ts';
import { summaryOf } from '../../store/summary.test-support.ts';
import { attemptGroups, bestOf, groupColumn, ranked } from './attempt-groups.ts';

const attempt = (index: number, over: Partial<SessionSummary> = {}): SessionSummary => {
  const summary = summaryOf(`a${index}`, over);
  return { ...summary, dispatch: { ...summary.dispatch, attempt: { group: 'g', index, of: 3, stop_losers: true } } };
};
const passed = { verdict: 'passed', column: 'judged' } as const;
const ids = (attempts: readonly SessionSummary[]): string[] => attempts.map(({ id }) => id);

test('attempts of one dispatch belong together, by their number', () => {
  const group = attemptGroups([attempt(2), summaryOf('alone'), attempt(1)]).get('g');
  expect(group).toMatchObject({ of: 3 });
  expect(ids(group?.attempts ?? [])).toEqual(['a1', 'a2']);
});

test('the verdict comes first, then should-criteria, then the size of the change, cost, and time', () => {
  const changed = (lines: number) => ({ files: 1, insertions: lines, deletions: 0 });
  const cases: [Partial<SessionSummary>, Partial<SessionSummary>][] = [
    [passed, { verdict: 'failed', column: 'judged', costUsd: 0 }],
    [passed, { column: 'running' }],
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
    [
      { ...passed, activeMs: 1 },
      { ...passed, activeMs: 2 },
    ],
  ];
  for (const [better, worse] of cases)
    expect({ better, order: ids(ranked([attempt(1, worse), attempt(2, better)])) }).toEqual({ better, order: ['a2', 'a1'] });
});

test('the best is the first that passed and that nobody has decided; once one is accepted there is none to accept', () => {
  const cheap = attempt(2, { ...passed, costUsd: 0.1 });
  expect(bestOf([attempt(1, { ...passed, costUsd: 0.2 }), cheap])?.id).toBe('a2');
  expect(bestOf([attempt(1, { column: 'running' })])).toBeNull();
  expect(bestOf([cheap, attempt(3, { ...passed, decision: { kind: 'accepted', branch: 'b' } })])).toBeNull();
});

test('a group runs as long as one of it does, waits where all that is left waits, and is judged once one passed', () => {
  const [running, waiting, judged] = [attempt(1), attempt(2, { column: 'waiting' }), attempt(3, { verdict: 'failed', column: 'judged' })];
  expect(groupColumn([running, waiting, judged])).toBe('running');
  expect(groupColumn([waiting, judged])).toBe('waiting');
  expect(groupColumn([judged])).toBe('judged');
  expect(groupColumn([waiting, attempt(1, passed)])).toBe('judged');
});
