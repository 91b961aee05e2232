import { describe, expect, it } from 'vitest';
import { dayLimitReached, startOfDay, startOfNextDay } from '../../src/shared/day.ts';
import type { NewEvent } from '../../src/shared/events.ts';
import { temporaryLog } from '../../src/main/log/testing.ts';
import { countSpentToday } from '../../src/main/sessions/spent-today.ts';

const noon = new Date(2026, 4, 20, 12).getTime();
const hour = 3_600_000;
const at = (ms: number): string => new Date(ms).toISOString();

const dispatch = {
  title: 'T',
  project: { path: '/p', name: 'p' },
  base: { commit: 'b', branch: 'main', uncommittedChanges: false },
  specPath: null,
  provider: 'p',
  model: 'm',
  target: 'local',
};
const usage = { input_tokens: 10, output_tokens: 5, cache_creation_input_tokens: 0, cache_read_input_tokens: 100 };
const answered = (ms: number): NewEvent => ({
  ...{ type: 'span.model_request_end', model_request_start_id: 'x', is_error: false, model_usage: usage, cost_usd: 0.5 },
  ...{ stop_reason: 'end_turn', duration_ms: 1, processed_at: at(ms) },
});

describe('what was spent since midnight', () => {
  it('is of a session what came after, of a fork its own, and of what ran elsewhere nothing', async () => {
    const log = temporaryLog();
    let now = noon;
    const counter = countSpentToday(
      log,
      (session) => log.stateAt(session),
      () => now,
    );
    const yesterday = noon - 24 * hour;
    const old = Array.from({ length: 250 }, (_, i) => answered(yesterday + i * 1000));
    const running: NewEvent = { type: 'session.status_running', processed_at: at(noon - 4000) };
    await log.append('sesn_0123456789', 0, [
      { type: 'session.created', dispatch, processed_at: at(yesterday) },
      ...old,
      running,
      answered(noon - 3000),
      answered(noon - 1000),
    ]);
    await log.append('sesn_1123456789', 0, [
      { type: 'session.created', dispatch, processed_at: at(noon) },
      { type: 'session.imported', source: 'claude_code', source_session_id: 's', path: '/s', thread_of: null, processed_at: at(noon) },
      answered(noon),
    ]);
    expect(counter.get()).toEqual({ usd: 1, tokens: 230, minutes: expect.closeTo(3 / 60, 5), iterations: 0 });
    const { session } = await log.fork('sesn_0123456789', 253, [
      { type: 'session.forked', parent_session_id: 'sesn_0123456789', parent_seq: 253, dispatch, processed_at: at(noon) },
      answered(noon),
    ]);
    expect(log.stateAt(session).inherited.costUsd).toBeCloseTo(125.5);
    expect(counter.get()).toMatchObject({ usd: 1.5, tokens: 345 });
    now = noon + 24 * hour;
    expect(counter.get()).toEqual({ usd: 0, tokens: 0, minutes: 0, iterations: 0 });
    await log.append('sesn_0123456789', log.head('sesn_0123456789'), [answered(now)]);
    expect(counter.get()).toMatchObject({ usd: 0.5, tokens: 115 });
    counter.close();
  });
});

describe('the day', () => {
  it('begins and ends at midnight, however long it is', () => {
    for (let day = 0; day < 400; day += 1) {
      const some = new Date(2026, 0, 1 + day, 17, 30).getTime();
      expect(new Date(startOfDay(some)).getHours()).toBe(0);
      expect(startOfDay(startOfNextDay(some))).toBe(startOfNextDay(some));
      expect(startOfDay(startOfNextDay(some) - 1)).toBe(startOfDay(some));
    }
  });

  it('says which limit is reached, of those that are', () => {
    const spent = { usd: 5.02, tokens: 1_500_000, minutes: 61.9, iterations: 3 };
    expect(dayLimitReached(spent, {})).toBeNull();
    expect(dayLimitReached(spent, { usd: 6, iterations: 4 })).toBeNull();
    expect(dayLimitReached(spent, { usd: 5, tokens: 1_000_000 })).toBe(
      "The day's budget for all sessions is spent: $5.02 of $5.00, 1,500,000 of 1,000,000 tokens since midnight. Raise it in Settings, or continue tomorrow.",
    );
    expect(dayLimitReached(spent, { minutes: 60, iterations: 3 })).toContain('61 of 60 min, 3 of 3 iterations');
  });
});
