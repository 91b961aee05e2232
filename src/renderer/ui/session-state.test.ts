import { expect, test } from 'vitest';
import { summaryOf } from '../store/summary.test-support.ts';
import { waitingFor } from './session-state.ts';

test('who stopped a session is said: the user, or another attempt that passed', () => {
  const stopped = summaryOf('s', { column: 'waiting', stopReason: 'interrupted' });
  expect(waitingFor(stopped)).toBe('Stopped by you');
  expect(waitingFor({ ...stopped, stoppedBecause: 'Attempt 2 of 3 passed its verdict first.' })).toBe('Stopped');
});
