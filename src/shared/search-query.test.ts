import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEmptyQuery, parseSearchQuery } from './search-query.ts';
import { excerptOf } from './search-excerpt.ts';
import { wordMatcher } from './search-words.ts';

const day = (text: string): number => new Date(`${text}T00:00:00`).getTime();

describe('a query', () => {
  test('is words, phrases, beginnings and filters', () => {
    const { query, mistake } = parseSearchQuery(
      'flaky "connection reset" retr* type:agent tool:bash session:sesn_0001 session:"Add dark mode" model:opus is:error after:2026-01-02 before:2026-02-01T12:30',
    );
    expect(mistake).toBeNull();
    expect(query).toEqual({
      words: ['flaky', 'connection reset', 'retr*'],
      types: ['agent'],
      tools: ['bash'],
      sessions: ['sesn_0001', 'Add dark mode'],
      models: ['opus'],
      errorsOnly: true,
      after: day('2026-01-02'),
      before: new Date('2026-02-01T12:30').getTime(),
    });
  });

  test.each([
    ['"never closed', ['never closed'], 'A quote is not closed.'],
    ['colour:red', ['colour:red'], 'There is no filter "colour:", so it is searched for as text.'],
    ['type:cake', [], 'There is no event type "cake".'],
    ['is:nice word', ['word'], '"is:nice" means nothing here; there is "is:error".'],
    ['tool: word', ['word'], '"tool:" needs a value.'],
    ['after:someday', [], '"after:someday" is not a day such as 2026-01-31, nor an instant such as 2026-01-31T12:00.'],
    ['after:2026-02-30', [], '"after:2026-02-30" is not a day such as 2026-01-31, nor an instant such as 2026-01-31T12:00.'],
    ['++', [], 'There is no word in "++".'],
    ['after:2026-02-01 before:2026-01-01', [], 'Nothing is after the one and before the other.'],
  ])('says what it cannot read: %s', (text, words, mistake) => {
    const parsed = parseSearchQuery(text);
    expect(parsed.mistake).toBe(mistake);
    expect(parsed.query.words).toEqual(words);
  });

  test.each(['https://example.org/a', 'src/main.ts:12', 'std::vector', 'C:\\temp', '12:30'])('takes %s for text', (text) => {
    expect(parseSearchQuery(text)).toMatchObject({ query: { words: [text] }, mistake: null });
  });

  test('never throws, and holds no word without a letter or digit', () => {
    const scraps = fc.constantFrom(
      '"',
      '*',
      ':',
      'type:',
      'is:',
      'after:',
      'session:"',
      ' ',
      'AND',
      'NEAR(',
      ')',
      '-',
      '^',
      '\u0000',
      '\ud800',
      'é',
      '日本',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(scraps, fc.string({ unit: 'binary' })), { maxLength: 12 }), (parts) => {
        const { query, mistake } = parseSearchQuery(parts.join(''));
        for (const word of query.words) expect(word).toMatch(/[\p{L}\p{N}\p{Co}]/u);
        expect(mistake === null || mistake.length > 0).toBe(true);
        expect(isEmptyQuery(query)).toBe(
          query.words.length + query.types.length + query.tools.length + query.sessions.length + query.models.length === 0 &&
            !query.errorsOnly &&
            query.after === null &&
            query.before === null,
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('matching', () => {
  test.each([
    ['reset', 'Connection RESET by peer', true],
    ['set', 'reset', false],
    ['res*', 'reset', true],
    ['res', 'reset', false],
    ['connection reset', 'connection, reset', true],
    ['connection reset', 'connection was reset', false],
    ['foo_bar', 'call foo_bar()', true],
    ['cafe', 'Café', true],
    ['a.b', 'axb', false],
  ])('%s in %s', (word, text, expected) => {
    expect(wordMatcher([word]).matches(text)).toBe(expected);
  });

  test('marks what it finds, where it finds it', () => {
    const text = `${'lorem '.repeat(80)}the É\u202ecole reset\nthe pool${' ipsum'.repeat(80)}`;
    const { excerpt, marks } = excerptOf(text, wordMatcher(['reset', 'pool']));
    expect(marks.map(([start, end]) => excerpt.slice(start, end))).toEqual(['reset', 'pool']);
    expect(excerpt).not.toMatch(/[\n\u202e]/);
    expect(excerpt.startsWith('…') && excerpt.endsWith('…')).toBe(true);
  });

  test('marks are inside of the excerpt, in order and apart, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 900 }), fc.string({ minLength: 1, maxLength: 3 }), (text, word) => {
        if (!/[\p{L}\p{N}]/u.test(word)) return;
        const { excerpt, marks } = excerptOf(text, wordMatcher([word], true));
        let last = 0;
        for (const [start, end] of marks) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(excerpt.length);
      }),
      { numRuns: 2_000 },
    );
  });
});
