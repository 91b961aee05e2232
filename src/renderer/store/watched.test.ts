import { expect, test } from 'vitest';
import { EventBody, type NewEvent, type SessionEvent } from '../../shared/events.ts';
import { foldAll, initialState } from '../../shared/fold.ts';
import { SkeletonFlag } from '../../shared/skeleton.ts';
import { noColumns } from '../../shared/columns/columns.ts';
import { SessionIndex } from '../../shared/columns/session-index.ts';
import { createSlices } from '../features/session/list/slices.ts';
import { addEvents, watch, withState, type Watched } from './watched.ts';

const event = (seq: number, body: NewEvent): SessionEvent => ({
  ...EventBody.parse(body),
  id: `sevt_${seq}`,
  session: 'sesn_1',
  seq,
  processed_at: new Date(Date.parse('2026-11-23T10:00:00.000Z') + seq * 1000).toISOString(),
});
const usage = { input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
const log: SessionEvent[] = [
  event(1, { type: 'session.status_running' }),
  event(2, { type: 'span.model_request_start', model: 'm' }),
  event(3, { type: 'agent.tool_use', message_id: 'm', model_tool_use_id: 't', name: 'bash', input: { command: 'ls' } }),
  event(4, {
    type: 'span.model_request_end',
    model_request_start_id: 'sevt_2',
    is_error: false,
    model_usage: usage,
    cost_usd: 0.5,
    stop_reason: 'tool_use',
    duration_ms: 10,
  }),
  event(5, { type: 'agent.tool_result', tool_use_id: 'sevt_3', content: [], is_error: true, lost: false, duration_ms: 7 }),
  event(6, { type: 'verdict.started', base: 'b', commit: 'c', target: 'local' }),
  event(7, { type: 'verdict.ended', passed: true, explanation: '', tree: null, criteria: [], sandbox: null, duration_ms: 3 }),
];
const empty = (): Watched =>
  watch(
    'sesn_1',
    new SessionIndex(noColumns()),
    createSlices(() => Promise.resolve(null)),
    [],
  );

test('live events become columns, linked both ways, with what they cost and how they ended', () => {
  const { columns, rows, newest } = addEvents(addEvents(empty(), log.slice(0, 4)), log).index;
  expect([...columns.link.subarray(0, 7)]).toEqual([0, 4, 5, 2, 3, 7, 6]);
  expect([...columns.flags.subarray(0, 7)]).toEqual([0, 0, 0, 0, SkeletonFlag.error, 0, SkeletonFlag.passed]);
  expect(columns.cost[3]).toBe(0.5);
  expect(columns.length).toBe(7);
  expect(rows.failures.length).toBe(1);
  expect(newest.verdictEnded).toBe(6);
});

test('a call that was made before the window looked gets its result', () => {
  const slices = createSlices(() => Promise.resolve(null));
  const { columns } = addEvents(empty(), log.slice(0, 4)).index;
  const reopened = watch('sesn_1', new SessionIndex(columns), slices, log.slice(2, 4));
  expect(addEvents(reopened, log).index.columns.link[4]).toBe(3);
});

test('the state is that of the whole log, whichever part came first', () => {
  const early = addEvents(empty(), log);
  expect(early.state).toBeNull();
  const settled = withState(early, foldAll(log.slice(0, 3)));
  expect(settled.state).toEqual(foldAll(log));
  expect(addEvents(withState(empty(), initialState), log).state).toEqual(foldAll(log));
});
