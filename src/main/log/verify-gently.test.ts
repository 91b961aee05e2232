import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { newSessionId } from './ids.ts';
import { message } from './testing-events.ts';
import { temporaryLog } from './testing.ts';

const EVENTS = 20_000;
/** Events that are verified without a pause, at most. */
const AT_ONCE = 500;

test('a long session is verified in parts: what else the thread has to do comes between any two of them', { timeout: 60_000 }, async () => {
  const log = temporaryLog();
  const session = newSessionId();
  await log.append(
    session,
    0,
    Array.from({ length: EVENTS }, (_, seq) => message(`event ${seq}`)),
  );
  const order: string[] = [];
  const verifying = log.verifyGently(session).then((found) => {
    order.push('verified');
    return found;
  });
  const turning = (async () => {
    while (!order.includes('verified')) {
      order.push('turn');
      await nextTurn();
    }
  })();
  const other = newSessionId();
  const appending = log.append(other, 0, [message('meanwhile')]).then(() => order.push('appended'));
  const searching = log.find(session, 'event').then(({ seqs }) => order.push(`found ${seqs.length}`));

  expect(await verifying).toEqual({ ok: true, events: EVENTS });
  await Promise.all([turning, appending]);
  const end = order.indexOf('verified');
  expect(order.slice(0, end).filter((what) => what === 'turn').length).toBeGreaterThanOrEqual(EVENTS / AT_ONCE);
  expect(order.indexOf('appended')).toBeLessThan(end);
  await searching;
  expect(order).toContain(`found ${EVENTS}`);
});

test('verifying ends with the log', async () => {
  const log = temporaryLog();
  const session = newSessionId();
  await log.append(
    session,
    0,
    Array.from({ length: 4 * AT_ONCE }, (_, seq) => message(`event ${seq}`)),
  );
  const verifying = log.verifyGently(session);
  const [found] = await Promise.allSettled([verifying, log.close()]);
  expect(found.status).toBe('rejected');
});
