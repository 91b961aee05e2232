/** How a bullet's lines are written: its words, its comment, and what belongs below them. Pure. */
import { parser } from '@lezer/markdown';
import type { TextChange } from '../front-matter.ts';
import { writeMark, type EntryScope } from './entry-mark.ts';
import { blanksOf, type PlacedEntry } from './place-entry.ts';

/** The comment behind the first paragraph, where it is read with the words; below what does not begin with one. */
export function marked(text: string, mark: string): string {
  if (mark === '') return text;
  const first = parser.parse(text).topNode.firstChild;
  return first?.name === 'Paragraph' ? `${text.slice(0, first.to)} ${mark}${text.slice(first.to)}` : `${text}\n${mark}`;
}

export function indented(text: string, columns: number): string {
  return text.replaceAll(/\n(?=[^\n])/g, `\n${' '.repeat(columns)}`);
}

export function putMark(lf: string, entry: PlacedEntry, { id, scope }: { id: string; scope: EntryScope }): TextChange {
  const insert = writeMark({ id, scope, others: entry.mark?.others ?? [] });
  if (entry.mark !== null) return { from: entry.mark.from, to: entry.mark.to, insert };
  const { paragraph, lines } = entry.bullet;
  if (paragraph !== null) return { from: paragraph.to, to: paragraph.to, insert: ` ${insert}` };
  return { from: lines.to, to: lines.to, insert: `\n${' '.repeat(columnsOf(lf, entry))}${insert}` };
}

/** Where its words begin, from the start of the line: what else is of the bullet stands there as well. */
export function columnsOf(lf: string, { bullet: { content, lines } }: PlacedEntry): number {
  return content - lines.from + blanksOf(lf.slice(content, lines.to));
}

export function indentOf(lf: string, { bullet }: PlacedEntry): number {
  return lf.slice(bullet.lines.from, bullet.content).search(/\S/);
}

/** Its lines, without evidence, moved to the first column. */
export function blockOf(lf: string, entry: PlacedEntry): string {
  const { bullet, evidenceLines } = entry;
  const { from, to } = bullet.lines;
  const indent = indentOf(lf, entry);
  const lines = evidenceLines === null ? lf.slice(from, to) : lf.slice(from, evidenceLines.from - 1) + lf.slice(evidenceLines.to, to);
  return indent === 0 ? lines : lines.replaceAll(new RegExp(`^ {1,${indent}}`, 'gm'), '');
}
