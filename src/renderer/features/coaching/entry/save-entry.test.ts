import { expect, test } from 'vitest';
import { everywhere } from '../../../../shared/coaching/entry-mark.ts';
import { readCoaching } from '../../../../shared/coaching/read-file.ts';
import { scopeList, withChangedEntry, withNewEntry } from './save-entry.ts';

const file = '# Coaching\r\n\r\n* Ask first.  <!-- id: ask-first -->\r\n\r\nWords between.\r\n';

test('a new entry is told, or kept in the archive as one under consideration; every other byte stays', () => {
  const words = { text: 'Never log secrets.', scope: { ...everywhere, paths: ['src/**'] } };
  const told = withNewEntry(file, false, words, true);
  expect(told).toMatchObject({ ok: true, id: 'never-log-secrets' });
  if (!told.ok) return;
  expect(told.text.startsWith(file.slice(0, file.indexOf('Ask first.') + 10))).toBe(true);
  expect(told.text).toContain('* Never log secrets. <!-- id: never-log-secrets; paths: src/** -->');

  const tried = withNewEntry(file, false, words, false);
  if (!tried.ok) return expect.fail('not written');
  expect(tried.text.startsWith(file)).toBe(true);
  expect(readCoaching(tried.text, { section: false }).entries.at(-1)).toMatchObject({
    id: 'never-log-secrets',
    archived: true,
    evidence: 'Under consideration: not told yet.',
    scope: { paths: ['src/**'] },
  });
});

test('a project without a file gets one with the entry in it', () => {
  expect(withNewEntry('', false, { text: 'Ask first.', scope: everywhere }, true)).toEqual({
    ok: true,
    id: 'ask-first',
    text: '# Coaching\n\n- Ask first. <!-- id: ask-first -->\n',
  });
});

test('only what changed of an entry is written, and what cannot be written is refused', () => {
  const [entry] = readCoaching(file, { section: false }).entries;
  if (entry?.id == null) return expect.fail('there is no entry');
  const own = { ...entry, id: entry.id };
  expect(withChangedEntry(file, false, own, entry)).toEqual({ ok: true, id: 'ask-first', text: file });
  const scoped = withChangedEntry(file, false, own, { text: entry.text, scope: { ...everywhere, models: ['demo'] } });
  expect(scoped).toMatchObject({ ok: true, text: file.replace('id: ask-first', 'id: ask-first; models: demo') });
  expect(withChangedEntry(file, false, own, { text: ' ', scope: entry.scope })).toMatchObject({ ok: false });
});

test('a list is parted by commas and lines, but not within braces', () => {
  expect(scopeList('src/*.{ts,tsx}, docs/**\n test/a ,')).toEqual(['src/*.{ts,tsx}', 'docs/**', 'test/a']);
  expect(scopeList('  ')).toEqual([]);
});
