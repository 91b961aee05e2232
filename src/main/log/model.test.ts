import fc from 'fast-check';
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { EventType, NewEvent, SessionEvent } from '../../shared/events.ts';
import { ProblemError } from '../../shared/problem.ts';
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
/** Of the sessions that there are, forks included; counted round. */
const session = fc.nat({ max: 40 });
const position = fc.option(fc.integer({ min: -1, max: 12 }), { nil: undefined });

/** What may happen to a log: appends of one tick, a fork, a slice, closing and opening again. */
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
      kind: fc.constant('fork' as const),
      session,
      /** Where in the session, from before its beginning to beyond its head. */
      at: fc.double({ min: -0.1, max: 1.2, noNaN: true }),
      events: fc.array(event, { maxLength: 3 }),
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

interface Session {
  id: string;
  events: SessionEvent[];
}

test('the log is an array of events for each session, and a fork begins as a copy of one', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 16 }), async (steps) => {
      const file = join(folder, `${(runs += 1)}.db`);
      const model: Session[] = Array.from({ length: 3 }, () => ({ id: newSessionId(), events: [] }));
      const lineage: { session: string; parent: string; seq: number }[] = [];
      const pick = (index: number): Session => model[index % model.length] ?? { id: '', events: [] };
      let log = openLog(file);
      try {
        for (const next of steps) {
          if (next.kind === 'reopen') {
            await log.close();
            log = openLog(file);
          } else if (next.kind === 'slice') {
            const { session: index, from = 1, to = Infinity, limit = Infinity, types = TYPES, order } = next;
            const { id, events } = pick(index);
            const inOrder = order === 'asc' ? events : events.toReversed();
            const expected = inOrder
              .filter(({ seq, type }) => seq >= from && seq <= to && types.some((known) => known === type))
              .slice(0, limit);
            const { kind: _kind, session: _session, ...slice } = next;
            const given = Object.fromEntries(Object.entries(slice).filter(([, value]) => value !== undefined));
            expect(log.getEvents(id, given)).toEqual(expected);
          } else if (next.kind === 'fork') {
            const parent = pick(next.session);
            const at = Math.round(next.at * parent.events.length);
            const forked = log.fork(parent.id, at, next.events);
            if (at < 1 || at > parent.events.length) {
              await expect(forked).rejects.toBeInstanceOf(ProblemError);
            } else {
              const { session: id, events } = await forked;
              expect(events).toMatchObject(next.events);
              model.push({ id, events: [...parent.events.slice(0, at).map((shared) => ({ ...shared, session: id })), ...events] });
              lineage.push({ session: id, parent: parent.id, seq: at });
            }
          } else {
            const targets = next.appends.map(({ session: index, off, events }) => {
              const target = pick(index);
              return { target, head: Math.max(0, target.events.length + off), events };
            });
            const results = await Promise.allSettled(targets.map(({ target, head, events }) => log.append(target.id, head, events)));
            targets.forEach(({ target, head, events }, i) => {
              const result = results[i];
              expect(result?.status).toBe(head === target.events.length ? 'fulfilled' : 'rejected');
              if (result?.status === 'rejected') expect(result.reason).toBeInstanceOf(LogConflict);
              if (result?.status !== 'fulfilled') return;
              expect(result.value).toMatchObject(events);
              target.events.push(...result.value);
            });
          }
          expect(model.map(({ id }) => log.head(id))).toEqual(model.map(({ events }) => events.length));
        }
        expect(log.lineage()).toEqual(lineage);
        for (const { id, events } of model) {
          expect(log.getEvents(id)).toEqual(events);
          if (events.length > 0) expect(log.verify(id)).toEqual({ ok: true, events: events.length });
        }
      } finally {
        await log.close();
        rmSync(file);
      }
    }),
    { numRuns: 60 },
  );
});
