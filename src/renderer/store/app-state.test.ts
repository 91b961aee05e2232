import { expect, test } from 'vitest';
import type { SessionSummary } from '../../shared/summary.ts';
import { emptyState, putTrial, reducePush, summaryIn } from './app-state.ts';
import { summaryOf } from './summary.test-support.ts';

const trial = { project: '/p', run: 'r', trial: 't', entry: 'use-the-logger', arm: 'with' as const };
const arm = (head: number): SessionSummary => {
  const summary = summaryOf('sesn_trial1', { head });
  return { ...summary, dispatch: { ...summary.dispatch, trial } };
};

test('a trial that is pushed is in no list, and is kept only where it is open', () => {
  const pushed = reducePush(emptyState, { kind: 'summary', summary: arm(1) });
  expect(pushed).toBe(emptyState);
  const opened = putTrial(emptyState, arm(1));
  const grown = reducePush(opened, { kind: 'summary', summary: arm(2) });
  expect([grown.summaries, summaryIn(grown, 'sesn_trial1')?.head]).toEqual([{}, 2]);
});

test('an answer that is older than what was pushed meanwhile changes nothing', () => {
  expect(summaryIn(putTrial(putTrial(emptyState, arm(5)), arm(3)), 'sesn_trial1')?.head).toBe(5);
});
