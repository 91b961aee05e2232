import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SearchHit } from '../../../shared/search.ts';
import { markedPieces, searchRows } from './search-rows.ts';

function hit(session: string, seq: number): SearchHit {
  return {
    session,
    title: session,
    seq,
    id: `${session}${seq}`,
    type: 'agent.message',
    at: '2026-01-01',
    tool: null,
    excerpt: 'x',
    marks: [],
  };
}

const lines = (pages: SearchHit[][]): string[] =>
  searchRows(pages).map((row) => (row.kind === 'session' ? `${row.session} (${row.hits})` : `  ${row.hit.seq}`));

test('hits of one session stand together, sessions in the order of their first hit', () => {
  expect(lines([[hit('a', 9), hit('b', 8), hit('a', 7)]])).toEqual(['a (2)', '  9', '  7', 'b (1)', '  8']);
});

test('a further page leaves every row above it where it was, and goes on under the same title', () => {
  const first = [hit('a', 9), hit('b', 8)];
  expect(lines([first, [hit('b', 7), hit('a', 6)]])).toEqual(['a (1)', '  9', 'b (2)', '  8', '  7', 'a (1)', '  6']);
});

test('the marked pieces put together are the excerpt, whatever the marks', () => {
  expect(markedPieces('a word here', [[2, 6]])).toEqual([
    { text: 'a ', marked: false },
    { text: 'word', marked: true },
    { text: ' here', marked: false },
  ]);
  const mark = fc.tuple(fc.integer({ min: -3, max: 30 }), fc.integer({ min: -3, max: 30 }));
  fc.assert(
    fc.property(fc.string(), fc.array(mark), (excerpt, marks) => {
      expect(
        markedPieces(excerpt, marks)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(excerpt);
    }),
  );
});
