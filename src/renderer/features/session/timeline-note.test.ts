import { expect, test } from 'vitest';
import { noteOf } from './timeline-note.ts';

const envelope = { id: 'sevt_1', session: 'sesn_1', seq: 1, processed_at: '2026-11-23T10:00:00.000Z' };

test('an event of a newer version is a line with its data', () => {
  expect(noteOf({ ...envelope, type: 'unknown', originalType: 'agent.dreamt', data: { a: 1 } })).toMatchObject({
    text: 'agent.dreamt',
    more: '{\n  "a": 1\n}',
  });
});

test('a compaction says which events it stands for and what it saved', () => {
  const compacted = {
    type: 'context.compacted',
    from_seq: 3,
    to_seq: 80,
    summary: 'What was done',
    tokens_before: 41_000,
    tokens_after: 900,
  } as const;
  expect(noteOf({ ...envelope, ...compacted })).toMatchObject({ aside: '#3 to #80 · 41.0k → 900 tokens', more: 'What was done' });
});

test('a snapshot names what changed and what was left out', () => {
  const note = noteOf({
    ...envelope,
    type: 'workspace.snapshot',
    commit: null,
    collected: false,
    files_changed: 1,
    insertions: 0,
    deletions: 0,
    left_out: ['big.bin'],
    tool_use_id: null,
    tree: null,
    extras: null,
    paths: [{ path: 'a.ts', change: 'added' }],
  });
  expect(note).toMatchObject({ aside: '1 file · 1 left out', more: 'added a.ts\nLeft out of the snapshot:\nbig.bin' });
});
