import { expect, test } from 'vitest';
import { columnsFor } from './entry-columns.ts';
import { FIRST_SORT, listRows, plainText, type ListRow } from './entry-list.ts';
import { pairs, rowsOf } from './coached.test-support.ts';

const text = `- Longest of all of these words. <!-- id: long -->
- Bravo. <!-- id: helps -->
- Alpha. <!-- id: hurts -->
- Charlie. <!-- id: unknown -->

## Archive

- Old. <!-- id: old -->
- New. <!-- id: new -->
  - Under consideration: not told yet. <!-- evidence -->
`;
const rows = rowsOf(text, {
  long: pairs(60, true, true),
  helps: pairs(12, true, false),
  hurts: pairs(20, false, true),
  new: [],
});
const keysOf = (list: readonly ListRow[]): string[] =>
  list.map((one) => (one.kind === 'entry' ? one.row.key : `[${one.section} ${one.count}]`));

test('most worth pruning first; below what is told stand those under consideration and the archive, which folds', () => {
  const all = ['hurts', 'long', 'unknown', 'helps', '[considered 1]', 'new', '[archive 1]', 'old'];
  expect(keysOf(listRows(rows, FIRST_SORT, new Set()))).toEqual(all);
  expect(keysOf(listRows(rows, FIRST_SORT, new Set(['archive'])))).toEqual(all.slice(0, -1));
});

test('a column sorts either way, and what has no value comes last in both', () => {
  const told = (sort: Parameters<typeof listRows>[1]): string[] => keysOf(listRows(rows, sort, new Set())).slice(0, 4);
  expect(told({ column: 'effect', down: true })).toEqual(['helps', 'long', 'hurts', 'unknown']);
  expect(told({ column: 'effect', down: false })).toEqual(['hurts', 'long', 'helps', 'unknown']);
  expect(told({ column: 'pairs', down: true })).toEqual(['long', 'hurts', 'helps', 'unknown']);
  expect(told({ column: 'text', down: false })).toEqual(['hurts', 'helps', 'unknown', 'long']);
  expect(told({ column: 'tokens', down: true })[0]).toBe('long');
});

test('Markdown is reduced to what it says, and nothing hidden stays hidden', () => {
  expect(plainText('Use **the** `logger`, see [the docs](https://a.example).\n- and\n  1. nested')).toBe(
    'Use the logger, see the docs. and nested',
  );
  expect(plainText('# Never `a * b` _here_')).toBe('Never a * b _here_');
  expect(plainText('before\n```sh\nnpm test\n```')).toBe('before npm test');
  expect(plainText('a\u202Eb')).toBe('a‹U+202E›b');
});

test('columns come as there is room, the same list for the same columns', () => {
  expect(columnsFor(500).map(({ column }) => column)).toEqual(['text', 'effect', 'worth', 'tokens']);
  expect(columnsFor(1300).map(({ column }) => column)).toEqual(['text', 'effect', 'worth', 'pairs', 'tokens', 'cost', 'tested']);
  expect(columnsFor(501)).toBe(columnsFor(699));
  expect(columnsFor(0)).toBe(columnsFor(500));
});
