import { expect, test } from 'vitest';
import { needsTerminal, plainLines, terminalLines, type Line } from './ansi-lines.ts';

const text = (lines: Line[]): string[] => lines.map((line) => line.map((span) => span.text).join(''));

test('colours become spans with the theme’s colours', async () => {
  const lines = await terminalLines('ok \u001b[31;1mFAIL\u001b[0m done\n');
  expect(text(lines)).toEqual(['ok FAIL done']);
  expect(lines[0]?.[1]).toMatchObject({ text: 'FAIL', color: 'var(--ansi-red)', bold: true });
  expect(lines[0]?.[2]).toMatchObject({ color: null, bold: false });
});

test('a progress bar leaves its last state', async () => {
  expect(text(await terminalLines('10%\r50%\r100%\ndone'))).toEqual(['100%', 'done']);
});

test('titles, links, clipboard writes and DCS leave no trace', async () => {
  const hostile =
    'a\u001b]0;title\u0007b\u001b]8;;https://evil.example\u001b\\c\u001b]8;;\u001b\\d\u001b]52;c;cm0gLXJm\u0007e\u001bPq#0\u001b\\f';
  expect(text(await terminalLines(hostile))).toEqual(['abcdef']);
});

test('bidirectional marks are shown', async () => {
  expect(text(await terminalLines('\u001b[0mabc\u202Edef'))[0]).toContain('‹U+202E›');
  expect(text(plainLines('abc\u202Edef'))).toEqual(['abc‹U+202E›def']);
});

test('a line longer than the terminal stays one line', async () => {
  const long = 'x'.repeat(1000);
  expect(text(await terminalLines(`\u001b[0m${long}\nend`))).toEqual([long, 'end']);
});

test('256 and true colours are kept', async () => {
  const lines = await terminalLines('\u001b[38;5;196mA\u001b[48;2;1;2;3mB');
  expect(lines[0]?.map((span) => [span.color, span.background])).toEqual([
    ['#ff0000', null],
    ['#ff0000', '#010203'],
  ]);
});

test('plain text needs no terminal', () => {
  expect(needsTerminal('a\r\nb\tc')).toBe(false);
  expect(needsTerminal('a\rb')).toBe(true);
  expect(text(plainLines('a\r\nb\n'))).toEqual(['a', 'b']);
});
