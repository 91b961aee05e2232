import { expect, it } from 'vitest';
import { capturePattern, matchPattern } from './match-pattern.ts';

it('matches a line of the text', () => {
  expect(matchPattern('^ok$', 'a\nok\nb')).toBe(true);
  expect(matchPattern('^no$', 'a\nok\nb')).toBe(false);
});
it('cuts off a pattern that backtracks for ever', () => expect(matchPattern('^(a+)+$', `${'a'.repeat(40)}!`)).toBe('timeout'));
it('matches nothing with a broken pattern', () => expect(matchPattern('(', 'x')).toBe(false));
it('gives the first group, or the whole match', () => {
  expect(capturePattern('took (\\d+) ms', 'it took 12 ms')).toEqual({ found: '12' });
  expect(capturePattern('\\d+', 'it took 12 ms')).toEqual({ found: '12' });
  expect(capturePattern('(\\d+)', 'nothing')).toEqual({ found: null });
  expect(capturePattern('^(a+)+$', `${'a'.repeat(40)}!`)).toBe('timeout');
});
