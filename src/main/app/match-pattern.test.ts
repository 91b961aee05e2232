import { expect, it } from 'vitest';
import { matchPattern } from './match-pattern.ts';

it('matches a line of the text', () => {
  expect(matchPattern('^ok$', 'a\nok\nb')).toBe(true);
  expect(matchPattern('^no$', 'a\nok\nb')).toBe(false);
});
it('cuts off a pattern that backtracks for ever', () => expect(matchPattern('^(a+)+$', `${'a'.repeat(40)}!`)).toBe('timeout'));
it('matches nothing with a broken pattern', () => expect(matchPattern('(', 'x')).toBe(false));
