/**
 * Marks that reorder, hide or steer text, made visible: `‹U+202E›` for what has no picture, `␛` for a control character.
 * Hostile output must not be able to look like something else ("Trojan Source", CVE-2021-42574).
 */
export function visibleText(text: string): string {
  return text.replace(unseen, (mark) => {
    const code = mark.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return '␡';
    return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}

/** As `visibleText`, on one line. */
export function visibleLine(text: string): string {
  return visibleText(text.replace(/\s*\n\s*/g, ' ⏎ ').replace(/\t/g, ' '));
}

/** Bidirectional marks only: what a terminal's parser leaves in its cells. */
export function visibleBidi(text: string): string {
  return text.replace(bidi, (mark) => `‹U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase()}›`);
}

const bidiMarks = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069';
const bidi = new RegExp(`[${bidiMarks}]`, 'g');
// Tab and line feed stay; C0, DEL, C1, zero-width space, line separators, byte-order mark and tag characters do not.
const unseen = new RegExp(
  `[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u200b\\u2028\\u2029\\ufeff${bidiMarks}]|[\\u{e0000}-\\u{e007f}]`,
  'gu',
);
