import { expect, test } from 'vitest';
import type { SessionDiff } from '../../../shared/diff.ts';
import { firstPatches, patchOf } from './patches.ts';

const file = (path: string) => ({ path, oldPath: null, status: 'modified' as const, insertions: 1, deletions: 0, binary: false });
const patch = (path: string): string => `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1 +1,2 @@\n one\n+two\n`;
const diff = (over: Partial<SessionDiff>): SessionDiff => ({
  base: 'b',
  commit: 'c',
  files: [file('a'), file('b'), file('c')],
  contents: ['', '', ''],
  patch: patch('a') + patch('b') + patch('c'),
  truncated: false,
  ...over,
});

test('of a whole diff every file is here', () => {
  expect([...firstPatches(diff({})).keys()]).toEqual(['a', 'b', 'c']);
});

test('of a cut diff the last file may be half, so it is read again like those that did not come at all', () => {
  expect([...firstPatches(diff({ patch: patch('a') + patch('b').slice(0, -8), truncated: true })).keys()]).toEqual(['a']);
});

test('a file that became another kind is one file, removed and added', () => {
  const rows = firstPatches(diff({ files: [file('a')], patch: patch('a') + patch('a') })).get('a')?.rows;
  expect(rows?.filter((row) => row.kind === 'added')).toHaveLength(2);
});

test('a file without a printed change is here all the same', () => {
  expect(firstPatches(diff({ patch: patch('a') + patch('b') })).get('c')).toEqual({ rows: [], next: null });
});

test('of a file that was read alone, only its own lines count', () => {
  const { rows, next } = patchOf(file('b'), patch('b') + patch('b/inner'), 2_000_000);
  expect(rows.filter((row) => row.kind === 'added')).toHaveLength(1);
  expect(next).toBe(2_000_000);
});
