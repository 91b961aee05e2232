import { expect, test } from 'vitest';
import { maskKey } from './mask.ts';

const KEY = 'sk/test+"0123456789"';

test.each<[what: string, text: string]>([
  ['as it is', `key ${KEY} refused`],
  ['in JSON', `{"key":${JSON.stringify(KEY)}}`],
  ['in a URL', `https://host/?key=${encodeURIComponent(KEY)}`],
  ['in Base64', `Basic ${Buffer.from(KEY).toString('base64')}`],
  ['twice', `${KEY}${KEY}`],
])('a key is masked %s', (_, text) => {
  const masked = maskKey(text, KEY);
  expect(masked).toContain('•••');
  expect(masked).not.toContain('0123456789');
});

test('a text without the key stays as it is, and so does every text where there is no key to speak of', () => {
  expect(maskKey('nothing here', KEY)).toBe('nothing here');
  expect(maskKey('no key: none', 'none')).toBe('no key: none');
  expect(maskKey('no key at all', undefined)).toBe('no key at all');
});
