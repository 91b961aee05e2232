import { expect, test } from 'vitest';
import { importableEntries } from '../../../shared/coaching/importable.ts';
import { readCoaching } from '../../../shared/coaching/read-file.ts';
import { addRules } from './add-rules.ts';

test('rules become entries with ids and paths, and what stood there stays', () => {
  const rules = importableEntries('---\nglobs: src/**\n---\n\n- Use hooks.\n- Use hooks.\n');
  const { text, refused } = addRules('# Coaching\n\n- Old. <!-- id: old -->\n', false, rules);
  expect(refused).toEqual([]);
  expect(text.startsWith('# Coaching\n\n- Old. <!-- id: old -->\n')).toBe(true);
  expect(readCoaching(text, { section: false })).toMatchObject({
    entries: [{ id: 'old' }, { id: 'use-hooks', scope: { paths: ['src/**'] } }, { id: 'use-hooks-2', scope: { paths: ['src/**'] } }],
    mistakes: [],
  });
});

test('a rule that would not be one bullet is left out and named', () => {
  const rules = [
    { text: 'Do it. <!-- id: other -->', paths: [], line: 1 },
    { text: 'Fine.', paths: [], line: 2 },
  ];
  const { text, refused } = addRules('', false, rules);
  expect(readCoaching(text, { section: false }).entries.map(({ text: words }) => words)).toEqual(['Fine.']);
  expect(refused).toEqual([{ rule: rules[0], why: expect.stringContaining('cannot be written as one bullet') }]);
});
