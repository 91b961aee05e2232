import { expect, test } from 'vitest';
import type { SessionSummary } from '../../../shared/summary.ts';
import { sessionTree } from './session-tree.ts';
import type { Lineage } from '../../../shared/instant.ts';
import type { Sort } from './session-list.ts';
import { summaryOf } from '../../store/summary.test-support.ts';

const byTitle: Sort = { column: 'title', down: false };

/** Rows as lines, indented by depth; in brackets what only leads to another. */
function tree(all: SessionSummary[], lineage: Lineage[] = [], { filter = '', sort = byTitle, closed = [] as string[] } = {}): string[] {
  const from = Object.fromEntries(lineage.map((one) => [one.session, one]));
  return sessionTree(all, from, filter, sort, new Set(closed)).map((row) => {
    const id = row.fits ? row.summary.id : `(${row.summary.id})`;
    return '  '.repeat(row.depth) + id;
  });
}

const fork = (session: string, parent: string, seq = 1): Lineage => ({ session, parent, kind: 'fork', seq });

test('all words of the filter must be somewhere in the row', () => {
  const all = [summaryOf('retry', {}), summaryOf('csv', { column: 'waiting' })];
  expect(tree(all, [], { filter: 'oak WAITING' })).toEqual(['csv']);
  expect(tree(all, [], { filter: 'uploads' })).toEqual(['csv', 'retry']);
  expect(tree(all, [], { filter: 'nowhere' })).toEqual([]);
});

test('by state, what waits for you comes first', () => {
  const all = [
    summaryOf('judged', { column: 'judged', verdict: 'passed' }),
    summaryOf('running', {}),
    summaryOf('waiting', { column: 'waiting' }),
  ];
  expect(tree(all, [], { sort: { column: 'state', down: false } })).toEqual(['waiting', 'running', 'judged']);
});

test('a fork stands under its parent, at any depth, and can be folded away', () => {
  const all = ['a', 'b', 'c', 'd'].map((id) => summaryOf(id, {}));
  const lineage = [fork('a', 'c'), fork('b', 'a'), fork('d', 'c')];
  expect(tree(all, lineage)).toEqual(['c', '  a', '    b', '  d']);
  expect(tree(all, lineage, { closed: ['a'] })).toEqual(['c', '  a', '  d']);
  expect(tree(all, lineage, { closed: ['c'] })).toEqual(['c']);
});

test('a family stands where the first of its members would stand', () => {
  const all = [
    summaryOf('old', { updatedAt: '2026-01-01' }),
    summaryOf('middle', { updatedAt: '2026-01-02' }),
    summaryOf('fork of old', { updatedAt: '2026-01-03' }),
  ];
  const lineage = [fork('fork of old', 'old')];
  expect(tree(all, lineage, { sort: { column: 'updated', down: true } })).toEqual(['old', '  fork of old', 'middle']);
  expect(tree(all, lineage, { sort: { column: 'updated', down: false } })).toEqual(['old', '  fork of old', 'middle']);
  expect(tree(all, lineage, { sort: { column: 'title', down: true } })).toEqual(['old', '  fork of old', 'middle']);
});

test('what fits the filter keeps its ancestors above it, also where they are folded', () => {
  const all = [summaryOf('root', {}), summaryOf('branch', {}), summaryOf('leaf', {}), summaryOf('other', {})];
  const lineage = [fork('branch', 'root'), fork('leaf', 'branch'), fork('other', 'root')];
  expect(tree(all, lineage, { filter: 'leaf', closed: ['root'] })).toEqual(['(root)', '  (branch)', '    leaf']);
});

test('a parent that is not here, or a circle, leaves nobody out', () => {
  const all = [summaryOf('a', {}), summaryOf('b', {}), summaryOf('c', {})];
  const rows = tree(all, [fork('a', 'gone'), fork('b', 'c'), fork('c', 'b')]);
  expect(rows.map((row) => row.trim()).toSorted()).toEqual(['a', 'b', 'c']);
});

test('ten thousand sessions, one line of forks a thousand deep among them, are a list in a moment', () => {
  const all = Array.from({ length: 10_000 }, (_, index) => summaryOf(`s${index}`, { updatedAt: `2026-01-01T00:${index}` }));
  const lineage = Array.from({ length: 1000 }, (_, index) => fork(`s${index + 1}`, `s${index}`));
  expect(tree(all, lineage)).toHaveLength(10_000);
});
