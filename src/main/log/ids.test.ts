import { expect, test } from 'vitest';
import { isEventId, isSessionId, newEventId, newSessionId } from './ids.ts';

test('ids are of their kind, unique, and sort in the order in which they were made', () => {
  const ids = Array.from({ length: 20_000 }, newEventId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual([...ids].sort());
  expect(ids.every(isEventId)).toBe(true);
  expect(isSessionId(newSessionId())).toBe(true);
  expect(newSessionId()).toMatch(/^sesn_[0-9a-zA-Z]{10,40}$/);
  expect([isSessionId(newEventId()), isEventId('sevt_1'), isSessionId('sesn_../../etc')]).toEqual([false, false, false]);
});
