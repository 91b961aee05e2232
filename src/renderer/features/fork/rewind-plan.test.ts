import { expect, test } from 'vitest';
import type { SessionEvent } from '../../../shared/events.ts';
import { initialState } from '../../../shared/fold.ts';
import { changesOf, filesInWords, startOf } from './rewind-plan.ts';

const said = (seq: number, text: string): SessionEvent => ({
  type: 'user.message',
  content: [{ type: 'text', text }],
  id: `sevt_${seq}`,
  session: 's',
  seq,
  processed_at: '2026-01-01',
});
const dispatch = {
  title: 't',
  project: { path: '/p', name: 'p' },
  base: { commit: 'c', branch: null, uncommittedChanges: false },
  specPath: null,
  provider: 'anthropic',
  model: 'haiku',
  target: 'oak',
};
const state = { ...initialState, dispatch };

test('nothing changed is nothing said', () => {
  const start = startOf(state, 5, [], 'spec');
  expect(changesOf(start, start)).toEqual({});
  expect(changesOf(start, { ...start, message: '  \n' })).toEqual({});
});

test('a message at the event is replaced where it is changed, the one after it is said again', () => {
  const here = startOf(state, 5, [said(5, 'stop'), said(6, 'later')], null);
  expect(here).toMatchObject({ said: 'here', message: 'stop' });
  expect(changesOf(here, here)).toEqual({});
  expect(changesOf(here, { ...here, message: 'go' })).toEqual({ message: 'go' });
  const next = startOf(state, 5, [said(6, 'later')], null);
  expect(next).toMatchObject({ said: 'next', message: 'later' });
  expect(changesOf(next, next)).toEqual({ message: 'later' });
  expect(changesOf(next, { ...next, message: '' })).toEqual({});
});

test('another model goes with its provider; an emptied spec stays as it was', () => {
  const start = startOf(state, 5, [], 'spec');
  expect(changesOf(start, { ...start, model: 'opus' })).toEqual({ provider: 'anthropic', model: 'opus' });
  expect(changesOf(start, { ...start, spec: '', target: 'elm' })).toEqual({ target: 'elm' });
});

test('other coaching is said, and how much was told is known', () => {
  const told = { seq: 2, entries: [{ id: 'ask', version: 'v' }], tokens: 3 };
  const start = startOf({ ...state, told }, 5, [], 'spec');
  expect(start).toMatchObject({ coaching: 'keep', told: 1 });
  expect(changesOf(start, { ...start, coaching: 'none' })).toEqual({ coaching: 'none' });
});

test('files that are not to be had say what to do', () => {
  const files = { seq: 9, snapshotSeq: 7, entries: [], truncated: false, leftOut: [] };
  expect(filesInWords({ ...files, state: 'here' }, 'oak').todo).toBeNull();
  expect(filesInWords({ ...files, state: 'waiting' }, 'oak')).toMatchObject({ text: expect.stringContaining('still on oak') });
  expect(filesInWords({ ...files, state: 'lost' }, 'oak').todo).toContain('before #7');
});
