import { expect, test } from 'vitest';
import { visibleBidi, visibleLine, visibleText } from './visible-text.ts';

test('a right-to-left override is shown, not obeyed', () => {
  expect(visibleText('invoice\u202Egpj.exe')).toBe('invoice‹U+202E›gpj.exe');
  expect(visibleBidi('a\u2066b')).toBe('a‹U+2066›b');
});

test('control characters get their picture; lines and tabs stay', () => {
  expect(visibleText('a\u001b[31m\u0000\tb\nc\u009b')).toBe('a␛[31m␀\tb\nc‹U+009B›');
});

test('tag characters and byte-order marks are shown', () => {
  expect(visibleText('\ufeffx\u{e0041}')).toBe('‹U+FEFF›x‹U+E0041›');
});

test('one line of many', () => {
  expect(visibleLine('a\n  b\tc')).toBe('a ⏎ b c');
});
