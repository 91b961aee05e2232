import { expect, test } from 'vitest';
import { notBegun, type ImportProgress } from '../../../shared/instant.ts';
import { gainInWords, progressInWords, shareDone } from './import-words.ts';

const progress = (over: Partial<ImportProgress>): ImportProgress => ({ id: 'x', ...notBegun, ...over });

test('how far it is, once it is known how much there is', () => {
  expect(shareDone(progress({}))).toBeNull();
  expect(progressInWords(progress({}))).toBe('Looking for sessions…');
  const half = progress({ files: 1200, filesDone: 600, bytes: 2048, bytesDone: 1024 });
  expect(shareDone(half)).toBe(0.5);
  expect(progressInWords(half)).toBe('600 of 1,200 files, 1.0 KB of 2.0 KB');
});

test('what is new, and that nothing is', () => {
  expect(gainInWords(progress({}))).toEqual(['Nothing new: all of it is here already.']);
  expect(gainInWords(progress({ sessionsNew: 1, sessionsGrown: 2, eventsAdded: 34, malformed: 1 }))).toEqual([
    '1 new session, 2 sessions with more than before; 34 events added.',
    '1 line could not be read; each is kept as it is.',
  ]);
});
