import { expect, test } from 'vitest';
import { summaryOf } from '../store/summary.test-support.ts';
import { isSettledByAnother, sessionState, waitingFor } from './session-state.ts';

test('who stopped a session is said: the user, or another attempt that passed', () => {
  const stopped = summaryOf('s', { column: 'waiting', stopReason: 'interrupted' });
  expect(waitingFor(stopped)).toBe('Stopped by you');
  expect(waitingFor({ ...stopped, stoppedBecause: 'Attempt 2 of 3 passed its verdict first.' })).toBe('Stopped');
});

test('what another attempt settled waits for nobody; what the user stopped does', () => {
  const stopped = summaryOf('s', { column: 'waiting', stopReason: 'interrupted' });
  const settled = { ...stopped, stoppedBecause: 'Attempt 2 of 3 passed its verdict first.' };
  expect([sessionState(stopped).id, isSettledByAnother(stopped)]).toEqual(['waiting', false]);
  expect([sessionState(settled).id, isSettledByAnother(settled)]).toEqual(['stopped', true]);
});

test('a long session that is still read says how far', () => {
  expect(sessionState(summaryOf('s', { column: 'reading', readTo: 349, head: 1000 })).word).toBe('Being read 34 %');
});

test('a trial that came to no verdict waits for nobody', () => {
  const waiting = summaryOf('s', { column: 'waiting', stopReason: 'budget_reached' });
  const trial = { project: '/p', run: 'r', trial: 't', entry: 'use-the-logger', arm: 'with' as const };
  const arm = { ...waiting, dispatch: { ...waiting.dispatch, trial } };
  expect([sessionState(waiting).id, sessionState(arm).id]).toEqual(['waiting', 'ended']);
});
