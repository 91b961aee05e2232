import { expect, test } from 'vitest';
import { importableEntries } from '../../../shared/coaching/importable.ts';
import { readCoaching } from '../../../shared/coaching/read-file.ts';
import { addRules } from './add-rules.ts';
import { editAll } from './undo-stack.ts';

test('rules become entries with ids and paths, and what stood there stays', () => {
  const rules = importableEntries('---\nglobs: src/**\n---\n\n- Use hooks.\n- Use hooks.\n');
  const file = '# Coaching\n\n- Old. <!-- id: old -->\n';
  const { edits, refused } = addRules(file, false, rules);
  expect(refused).toEqual([]);
  const edited = editAll(file, edits, false);
  const text = edited.ok ? edited.text : '';
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
  const { edits, refused } = addRules('', false, rules);
  expect(edits).toMatchObject([{ do: 'add', text: 'Fine.' }]);
  expect(refused).toEqual([{ rule: rules[0], why: expect.stringContaining('cannot be written as one bullet') }]);
});
