import { expect, it } from 'vitest';
import type { EventBody, EventType, SessionEvent } from '../../shared/events.ts';
import { readEvents } from './get-events.ts';

function logOf(...bodies: EventBody[]) {
  const events = bodies.map((body, index): SessionEvent => ({
    ...body,
    id: `sevt_${index + 1}`,
    session: 's',
    seq: index + 1,
    processed_at: '2026-01-01T00:00:00Z',
  }));
  return {
    getEvents: (_: string, { from = 1, to = Infinity, types, limit = Infinity }: Slice = {}) =>
      events.filter(({ seq, type }) => seq >= from && seq <= to && (types?.some((one) => one === type) ?? true)).slice(0, limit),
  };
}
type Slice = { from?: number; to?: number; types?: readonly EventType[]; limit?: number };

const said = (text: string): EventBody => ({ type: 'agent.message', message_id: 'm', content: [{ type: 'text', text }] });
const held = { id: 'secret', kind: 'command' as const, run: 'make hidden', exitCode: 0, timeoutSeconds: 1, weight: 'must' as const };
const task: EventBody = {
  type: 'user.define_outcome',
  outcome_id: 'o',
  description: 'g',
  rubric: { type: 'text', content: 'run: make hidden' },
  max_iterations: 1,
  spec: { title: 'T', goal: 'Do it.', criteria: [{ ...held, visibility: 'held_out' }], budget: { minutes: 1, iterations: 1 } },
};

it('gives slices by position, type and text, and says where to go on', () => {
  const log = logOf(said('one'), { type: 'user.message', content: [{ type: 'text', text: 'Two' }] }, said('three'));
  expect(readEvents(log, 's', 3, {})).toBe('#1 agent.message\none\n\n#2 user.message\nTwo\n\n#3 agent.message\nthree');
  expect(readEvents(log, 's', 3, { types: ['user'] })).toBe('#2 user.message\nTwo');
  expect(readEvents(log, 's', 3, { text: 'tWO' })).toBe('#2 user.message\nTwo');
  expect(readEvents(log, 's', 3, { limit: 1 })).toContain('go on with from = 2');
  expect(readEvents(log, 's', 3, { from: 3, to: 900 })).toBe('#3 agent.message\nthree');
  expect(readEvents(log, 's', 3, { text: 'four' })).toBe('No such events up to event 3.');
  expect(readEvents(log, 's', 3, { types: ['nope'] })).toContain('The types are');
});

it('never shows a criterion that is held out, nor a verdict', () => {
  const verdict: EventBody = { type: 'verdict.started', base: 'b', commit: 'c', target: 'make hidden' };
  const log = logOf(task, said('x'), verdict);
  expect(readEvents(log, 's', 3, {})).toContain('Do it.');
  expect(readEvents(log, 's', 3, {})).not.toContain('hidden');
  expect(readEvents(log, 's', 3, { types: ['verdict'] })).not.toContain('#3');
  expect(readEvents(log, 's', 3, { text: 'make hidden' })).toBe('No such events up to event 3.');
});

it('stays within its bounds, and gives an event whole where it is asked for alone', () => {
  const long = `start ${'x'.repeat(10_000)} end`;
  const log = logOf(...Array.from({ length: 100 }, () => said(long)));
  const all = readEvents(log, 's', 100, { limit: 200 });
  expect(all.length).toBeLessThan(30_000);
  expect(all).toContain('ask for this event alone');
  expect(readEvents(log, 's', 100, { from: 7, to: 7 })).toBe(`#7 agent.message\n${long}`);
});
