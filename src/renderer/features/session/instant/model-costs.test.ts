import { expect, test } from 'vitest';
import type { SessionEvent } from '../../../../shared/events.ts';
import { indexFrom } from '../../../../shared/columns/testing-columns.ts';
import { modelCosts } from './model-costs.ts';

const dispatch = (model: string) => ({
  title: '',
  project: { path: '', name: '' },
  base: { commit: '', branch: null, uncommittedChanges: false },
  specPath: null,
  provider: 'p',
  model,
  target: 'local',
});
const envelope = (seq: number) => ({ id: `sevt_${seq}`, session: 'sesn_1', seq, processed_at: '' });
const created = (seq: number, model: string): SessionEvent => ({ ...envelope(seq), type: 'session.created', dispatch: dispatch(model) });
const forked = (seq: number, model: string): SessionEvent => ({
  ...envelope(seq),
  type: 'session.forked',
  parent_session_id: 'sesn_0',
  parent_seq: seq - 1,
  dispatch: dispatch(model),
});

const index = indexFrom([
  ['session.created'],
  ['span.model_request_end', { cost: 0.5 }],
  ['session.forked'],
  ['span.model_request_end', { cost: 2 }],
  ['session.forked'],
  ['span.model_request_end', { cost: 0.25 }],
]);
const dispatches = [created(1, 'small'), forked(3, 'large'), forked(5, 'small')];

test('each model costs what was spent while it was chosen', () => {
  expect(modelCosts(index, dispatches, 6)).toEqual([
    { model: 'large', costUsd: 2 },
    { model: 'small', costUsd: 0.75 },
  ]);
});

test('up to an instant, and no further', () => {
  expect(modelCosts(index, dispatches.slice(0, 2), 3)).toEqual([
    { model: 'small', costUsd: 0.5 },
    { model: 'large', costUsd: 0 },
  ]);
});
