import { expect, test } from 'vitest';
import type { FileEntry } from '../../../../shared/instant.ts';
import { fileRows } from './file-rows.ts';

const file = (path: string, sinceBase: FileEntry['sinceBase'] = null): FileEntry => ({
  path,
  kind: 'file',
  bytes: 1,
  sinceBase,
  sinceBefore: null,
});
const entries = [file('a/b/c.ts', 'added'), file('a/b/d.ts'), file('a/e.ts'), file('f.ts', 'modified')];
const said = (rows: ReturnType<typeof fileRows>): string[] =>
  rows.map((row) => `${'  '.repeat(row.depth)}${row.name}${row.kind === 'folder' ? (row.open ? '/' : '/…') : ''}`);

test('folders stand before what is in them, once', () => {
  expect(said(fileRows(entries, new Set(), false))).toEqual(['a/', '  b/', '    c.ts', '    d.ts', '  e.ts', 'f.ts']);
});

test('a folded folder shows nothing of what is in it', () => {
  expect(said(fileRows(entries, new Set(['a/b']), false))).toEqual(['a/', '  b/…', '  e.ts', 'f.ts']);
  expect(said(fileRows(entries, new Set(['a', 'a/b']), false))).toEqual(['a/…', 'f.ts']);
});

test('what changed alone, and the folders that it is in', () => {
  const rows = fileRows(entries, new Set(), true);
  expect(said(rows)).toEqual(['a/', '  b/', '    c.ts', 'f.ts']);
  expect(rows[0]).toMatchObject({ kind: 'folder', changed: true });
});

test('a folder that comes again after another is another row', () => {
  const twice = [file('a/x.ts'), file('a-b.ts'), file('b/a/y.ts')];
  expect(said(fileRows(twice, new Set(), false))).toEqual(['a/', '  x.ts', 'a-b.ts', 'b/', '  a/', '    y.ts']);
});
