import { expect, test } from 'vitest';
import { filtersIn, suggestedFilters, withFilter, withoutFilter } from './query-filters.ts';

const texts = (query: string): string[] => filtersIn(query).map((filter) => filter.text);

test('filters are found among words, also with a quoted value; a phrase is never one', () => {
  expect(texts('parser type:agent tool:bash session:"Retry uploads" is:error')).toEqual([
    'type:agent',
    'tool:bash',
    'session:"Retry uploads"',
    'is:error',
  ]);
  expect(texts('"type:agent said" note:this xtype:agent')).toEqual([]);
  expect(texts('')).toEqual([]);
});

test('a filter taken out leaves the other words; one put in twice is there once', () => {
  const query = 'one type:agent two';
  const [filter] = filtersIn(query);
  expect(filter && withoutFilter(query, filter)).toBe('one two');
  expect(withFilter('one', 'is:error')).toBe('one is:error');
  expect(withFilter('one IS:error', 'is:error')).toBe('one IS:error');
});

test('what is typed already is not suggested again; days are days', () => {
  const now = Date.parse('2026-11-26T12:00:00Z');
  const suggested = (query: string): string[] => suggestedFilters(query, now).map((filter) => filter.text);
  expect(suggested('')).toContain('after:2026-11-19');
  expect(suggested('is:error')).not.toContain('is:error');
});
