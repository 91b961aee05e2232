import { expect, test } from 'vitest';
import { drawnDiff } from './drawn-rows.ts';
import { nextFile, nextHunk, nextLine } from './diff-steps.ts';
import { parsePatch } from './parse-patch.ts';

const patch = ['a', 'b']
  .map(
    (name) =>
      `diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n@@ -1,3 +1,4 @@\n one\n-two\n+2\n+3\n four\n@@ -9 +10 @@\n-nine\n+9\n`,
  )
  .join('');
const files = ['a', 'b'].map((path) => ({ path, oldPath: null, status: 'modified' as const, insertions: 3, deletions: 2, binary: false }));
const patches = new Map(parsePatch(patch).map(({ path, rows }) => [path, { rows, next: null }]));
const { rows } = drawnDiff({ files, patches, look: 'unified', folded: () => false, remarks: [], writing: null });
const walk = (step: typeof nextLine, from: number, direction: 1 | -1): number[] => {
  const seen: number[] = [];
  for (let at = from; ;) {
    const next = step(rows, at, direction);
    if (next === at) return seen;
    seen.push(next);
    at = next;
  }
};

// 0 file, 1 hunk, 2 one, 3 -two, 4 +2, 5 +3, 6 four, 7 hunk, 8 -nine, 9 +9, 10 file, …
test('lines, with the headings of files among them', () => {
  expect(walk(nextLine, -1, 1).slice(0, 9)).toEqual([0, 2, 3, 4, 5, 6, 8, 9, 10]);
  expect(walk(nextLine, 8, -1)).toEqual([6, 5, 4, 3, 2, 0]);
});

test('hunks by the first line that changed', () => {
  expect(walk(nextHunk, -1, 1)).toEqual([3, 8, 13, 18]);
  expect(walk(nextHunk, 13, -1)).toEqual([8, 3]);
});

test('files by their headings', () => {
  expect(walk(nextFile, -1, 1)).toEqual([0, 10]);
  expect(nextFile(rows, 15, -1)).toBe(10);
  expect(nextFile(rows, 10, 1)).toBe(10);
});
