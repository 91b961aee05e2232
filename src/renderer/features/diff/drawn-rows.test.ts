import { expect, test } from 'vitest';
import type { DiffFile } from '../../../shared/diff.ts';
import type { Remark } from '../../store/reviews.ts';
import { drawnDiff, placeOf, type DiffLook, type DrawnRow } from './drawn-rows.ts';
import { parsePatch } from './parse-patch.ts';

const patch = `diff --git a/a.ts b/a.ts
--- a/a.ts
+++ b/a.ts
@@ -1,4 +1,5 @@ top
 one
-two
-three
+2
+3
+4
 five
diff --git a/b.ts b/b.ts
--- a/b.ts
+++ b/b.ts
@@ -1 +1 @@
-x
\\ No newline at end of file
+y
`;
const file = (path: string): DiffFile => ({ path, oldPath: null, status: 'modified', insertions: 0, deletions: 0, binary: false });
const files = [file('a.ts'), file('b.ts'), file('c.ts')];
const patches = new Map(parsePatch(patch).map(({ path, rows }) => [path, { rows, next: null }]));
const remark = (line: number, quote: string, side: Remark['side'] = 'new'): Remark => ({
  id: `${side} ${line}`,
  path: 'a.ts',
  side,
  line,
  quote,
  text: 'why?',
});
const drawn = (look: DiffLook, remarks: Remark[] = [], folded: string[] = []) =>
  drawnDiff({ files, patches, look, folded: ({ path }) => folded.includes(path), remarks, writing: null });
const say = (row: DrawnRow): string => {
  if (row.kind === 'line') return `${row.line.oldLine ?? ''}|${row.line.newLine ?? ''} ${row.line.text}`;
  if (row.kind === 'pair') return `${row.old?.text ?? '-'} | ${row.new?.text ?? '-'}`;
  if (row.kind === 'remark') return `remark${row.adrift ? ' adrift' : ''}`;
  return row.kind;
};

test('unified: a file, its hunks and lines; one that is not here yet says so', () => {
  const { rows, heads } = drawn('unified');
  expect(rows.map(say)).toEqual(
    ['file', 'hunk', '1|1 one', '2| two', '3| three', '|2 2', '|3 3', '|4 4', '4|5 five'].concat(
      ['file', 'hunk', '1| x', 'note', '|1 y'],
      ['file', 'rest'],
    ),
  );
  expect(heads).toEqual([0, 9, 14]);
});

test('split: what was removed stands beside what came for it', () => {
  expect(drawn('split').rows.map(say)).toEqual(
    ['file', 'hunk', 'one | one', 'two | 2', 'three | 3', '- | 4', 'five | five'].concat(
      ['file', 'hunk', 'x | y', 'note'],
      ['file', 'rest'],
    ),
  );
});

test('a folded file is its heading', () => {
  expect(drawn('unified', [], ['a.ts', 'b.ts', 'c.ts']).rows.map(say)).toEqual(['file', 'file', 'file']);
});

test('a remark stands below its line on either side; one whose line is another now stands at the top', () => {
  const rows = drawn('split', [remark(2, '2'), remark(2, 'two', 'old'), remark(4, 'was otherwise'), remark(99, '')]).rows.map(say);
  expect(rows.slice(0, 8)).toEqual(['file', 'remark adrift', 'remark adrift', 'hunk', 'one | one', 'two | 2', 'remark', 'remark']);
});

test('keys of rows are their own, in either look and with remarks between them', () => {
  for (const look of ['split', 'unified'] as const) {
    const { rows } = drawn(look, [remark(2, '2'), remark(5, 'five')]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  }
});

test('a row is a place for a remark on the side that is asked for', () => {
  const place = (look: DiffLook, text: string, side: 'old' | 'new') => {
    const row = drawn(look).rows.find((one) => say(one) === text);
    const found = row === undefined ? null : placeOf(row, side, files);
    return found === null ? null : `${found.path} ${found.side} ${found.line} ${found.quote}`;
  };
  expect(place('split', 'two | 2', 'old')).toBe('a.ts old 2 two');
  expect(place('split', 'two | 2', 'new')).toBe('a.ts new 2 2');
  expect(place('split', '- | 4', 'old')).toBeNull();
  expect(place('unified', '4|5 five', 'new')).toBe('a.ts new 5 five');
  expect(place('unified', '2| two', 'new')).toBe('a.ts old 2 two');
  expect(place('unified', 'hunk', 'new')).toBeNull();
});
