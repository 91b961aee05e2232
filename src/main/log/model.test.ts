import fc from 'fast-check';
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { EventType, NewEvent, SessionEvent } from '../../shared/events.ts';
import { LogConflict } from './conflict.ts';
import { newSessionId } from './ids.ts';
import { openLog } from './log.ts';
import { message } from './testing-events.ts';
import { temporaryFolder } from './testing.ts';
import { join } from 'node:path';

const event: fc.Arbitrary<NewEvent> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }).map(message),
  fc.integer({ min: 3_900, max: 70_000 }).map((length) => message('é"\\'.repeat(length).slice(0, length))),
  fc.constant<NewEvent>({ type: 'user.interrupt' }),
  fc
    .dictionary(fc.string(), fc.jsonValue())
    .map((input): NewEvent => ({ type: 'agent.tool_use', message_id: 'm', model_tool_use_id: 't', name: 'bash', input })),
);
const TYPES: EventType[] = ['user.message', 'user.interrupt', 'agent.tool_use'];
const session = fc.nat({ max: 2 });
const position = fc.option(fc.integer({ min: -1, max: 12 }), { nil: undefined });

/** What may happen to a log: appends of one tick, a slice, closing and opening again. */
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      appends: fc.array(fc.record({ session, off: fc.constantFrom(0, 0, 0, 0, -1, 1), events: fc.array(event, { maxLength: 4 }) }), {
        minLength: 1,
        maxLength: 5,
      }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('slice' as const),
      session,
      from: position,
      to: position,
      limit: fc.option(fc.nat({ max: 6 }), { nil: undefined }),
      types: fc.option(fc.subarray(TYPES), { nil: undefined }),
      order: fc.constantFrom('asc' as const, 'desc' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
);

test('the log is an array of events for each session', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const file = join(folder, `${(runs += 1)}.db`);
      const ids = [newSessionId(), newSessionId(), newSessionId()];
      const model: SessionEvent[][] = [[], [], []];
      let log = openLog(file);
      try {
        for (const next of steps) {
          if (next.kind === 'reopen') {
            await log.close();
            log = openLog(file);
          } else if (next.kind === 'slice') {
            const { session: index, from = 1, to = Infinity, limit = Infinity, types = TYPES, order } = next;
            const inOrder = order === 'asc' ? [...(model[index] ?? [])] : [...(model[index] ?? [])].reverse();
            const expected = inOrder
              .filter(({ seq, type }) => seq >= from && seq <= to && types.some((known) => known === type))
              .slice(0, limit);
            const { kind: _kind, session: _session, ...slice } = next;
            const given = Object.fromEntries(Object.entries(slice).filter(([, value]) => value !== undefined));
            expect(log.getEvents(ids[index] ?? '', given)).toEqual(expected);
          } else {
            const lengths = model.map(({ length }) => length);
            const results = await Promise.allSettled(
              next.appends.map(({ session: index, off, events }) =>
                log.append(ids[index] ?? '', Math.max(0, (lengths[index] ?? 0) + off), events),
              ),
            );
            next.appends.forEach(({ session: index, off, events }, i) => {
              const [result, stored] = [results[i], model[index] ?? []];
              const fits = Math.max(0, (lengths[index] ?? 0) + off) === stored.length;
              expect(result?.status).toBe(fits ? 'fulfilled' : 'rejected');
              if (result?.status === 'rejected') expect(result.reason).toBeInstanceOf(LogConflict);
              if (result?.status !== 'fulfilled') return;
              expect(result.value).toMatchObject(events);
              stored.push(...result.value);
            });
          }
          expect(ids.map((id) => log.head(id))).toEqual(model.map(({ length }) => length));
        }
        for (const [i, id] of ids.entries()) {
          expect(log.getEvents(id)).toEqual(model[i]);
          if (log.head(id) > 0) expect(log.verify(id)).toEqual({ ok: true, events: model[i]?.length });
        }
      } finally {
        await log.close();
        rmSync(file);
      }
    }),
    { numRuns: 60 },
  );
});
