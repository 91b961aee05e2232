import { expect, test } from 'vitest';
import { readCoaching } from './read-file.ts';
import { toldEntries } from './told-entries.ts';

const { entries } = readCoaching(
  '- all <!-- id: all -->\n- one <!-- id: one; models: claude-haiku -->\n- some <!-- id: some; models: claude-*, gpt-* -->\n- paths <!-- id: paths; paths: src/** -->\n\n## Archive\n\n- old <!-- id: old -->\n',
  { section: false },
);

test.each([
  ['claude-haiku', ['all', 'one', 'some', 'paths']],
  ['claude-opus', ['all', 'some', 'paths']],
  ['gpt-9/large', ['all', 'some', 'paths']],
  ['x-claude-haiku', ['all', 'paths']],
])('%s is told %j', (model, ids) => {
  expect(toldEntries(entries, model).map(({ id }) => id)).toEqual(ids);
});
