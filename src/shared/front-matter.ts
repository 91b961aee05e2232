/** The parts of a spec's text: the YAML between two lines `---`, and the goal below them. Pure. */
import type { SpecMistake } from './spec.ts';

/** Offsets are those of `lf`; a range's end is behind its last character. */
export interface SpecParts {
  /** The text without a byte order mark, and with `\n` alone at its line ends. */
  lf: string;
  /** Whole lines, the last line end included. It begins on line 2. */
  yaml: { from: number; to: number };
  /** Without the blank line above it and the line end below it. `line` counts from 1. */
  goal: { from: number; to: number; line: number };
}

export type SpecSplit = { ok: true; parts: SpecParts } | { ok: false; lf: string; mistake: SpecMistake; begun: boolean };

/** `begun` tells a front matter without an end from one that is not there at all. */
export function splitSpec(text: string): SpecSplit {
  const lf = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const lines = lf.split('\n');
  const refuse = (line: number, message: string, begun = false): SpecSplit => ({ ok: false, lf, mistake: { line, message }, begun });
  if (lf.trim() === '') return refuse(1, 'The file is empty. Begin with --- and a title.');
  if (lines[0]?.trimEnd() !== '---')
    return refuse(1, 'The front matter is missing: the first line must be ---, then title and criteria, then --- again.');
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (end === -1) return refuse(lines.length, 'The front matter has no end: put a line --- below the criteria.', true);
  const offsetOf = (line: number): number => lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
  const yaml = { from: offsetOf(1), to: offsetOf(end) };
  const below = Math.min(offsetOf(end + 1), lf.length);
  const blank = lf.startsWith('\n', below) ? 1 : 0;
  const from = below + blank;
  const to = lf.endsWith('\n') && lf.length > from ? lf.length - 1 : lf.length;
  return { ok: true, parts: { lf, yaml, goal: { from, to, line: end + 2 + blank } } };
}

/** An exchange of some of a text for another one. */
export interface TextChange {
  from: number;
  to: number;
  insert: string;
}

/** Changes of `lf`, carried out on the text that it was made of: its line ends and its byte order mark stay. */
export function changeText(text: string, changes: readonly TextChange[]): string {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const returns: number[] = [];
  for (let at = text.indexOf('\r\n'); at !== -1; at = text.indexOf('\r\n', at + 2)) returns.push(at - start - returns.length);
  const eol = returns.length * 2 > text.split('\n').length - 1 ? '\r\n' : '\n';
  const original = (offset: number): number => start + offset + returns.findLastIndex((at) => at < offset) + 1;
  let out = '';
  let done = 0;
  for (const change of changes.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    out += text.slice(done, original(change.from)) + change.insert.replaceAll('\n', eol);
    done = original(change.to);
  }
  return out + text.slice(done);
}
