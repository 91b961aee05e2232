import { expect, test } from 'vitest';
import type { SessionSummary } from '../../../shared/summary.ts';
import { summaryOf } from '../../store/summary.test-support.ts';
import { attemptGroups, bestOf, groupColumn } from './attempt-groups.ts';

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
