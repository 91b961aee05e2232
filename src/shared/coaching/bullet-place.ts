/** Where bullets are taken from and put. Pure. */
import type { TextChange } from '../front-matter.ts';
import { SECTION_END, SECTION_START } from './file-outline.ts';
import type { PlacedEntry } from './place-entry.ts';
import type { PlacedFile } from './read-file.ts';

/** The bullet's lines, and the blank ones that part it from the next bullet or, where it is the last, from the one before. */
export function cut({ lf, entries }: PlacedFile, entry: PlacedEntry): TextChange {
  const at = entries.indexOf(entry);
  const { from, to } = entry.bullet.lines;
  const behind = entries[at + 1];
  if (behind !== undefined && lf.slice(to, behind.bullet.lines.from).trim() === '')
    return { from, to: behind.bullet.lines.from, insert: '' };
  const before = entries[at - 1];
  if (before !== undefined && lf.slice(before.bullet.lines.to, from).trim() === '') return { from: before.bullet.lines.to, to, insert: '' };
  // Of the blank lines above and below the only one of a list, one is enough.
  const isBetween = lf.slice(0, from).endsWith('\n\n') && lf.startsWith('\n\n', to);
  return { from, to: Math.min(to + (isBetween ? 2 : 1), lf.length), insert: '' };
}

export function insertActive(file: PlacedFile, block: string): TextChange[] {
  const last = file.entries.findLast(({ archived }) => !archived);
  if (last !== undefined) return [behind(file, last, block)];
  if (file.outline.region === null) return [newSection(file.lf, block)];
  if (file.outline.archive !== null) return [{ from: file.outline.archive, to: file.outline.archive, insert: `${block}\n\n` }];
  return [atEnd(file.lf, file.outline.region.to, `${file.lf.trim() === '' ? '# Coaching\n\n' : ''}${block}\n`)];
}

/** At the end of the file; `block`: what stands in it. */
export function newSection(lf: string, block: string): TextChange {
  return atEnd(lf, lf.length, `## Coaching\n\n${SECTION_START}\n\n${block === '' ? '' : `${block}\n\n`}${SECTION_END}\n`);
}

export function insertArchived(file: PlacedFile, block: string): TextChange[] {
  const last = file.entries.findLast(({ archived }) => archived);
  if (last !== undefined) return [behind(file, last, block)];
  const { archive, region } = file.outline;
  const end = region?.to ?? file.lf.length;
  if (archive === null) return [atEnd(file.lf, end, `## Archive\n\n${block}\n`)];
  const below = Math.min(file.lf.indexOf('\n', archive) + 1 || file.lf.length, end);
  return [{ from: below, to: below, insert: `${below > 0 && file.lf[below - 1] !== '\n' ? '\n' : ''}\n${block}\n` }];
}

/** Parted from it as it is from the one before it. */
function behind({ lf, entries }: PlacedFile, last: PlacedEntry, block: string): TextChange {
  const before = entries[entries.indexOf(last) - 1];
  const gap = before === undefined ? '' : lf.slice(before.bullet.lines.to, last.bullet.lines.from);
  const at = last.bullet.lines.to;
  return { from: at, to: at, insert: `${/^\n\s*\n$/.test(gap) ? '\n\n' : '\n'}${block}` };
}

/** A blank line stands before it, and behind it where something follows. */
function atEnd(lf: string, at: number, insert: string): TextChange {
  const above = lf.slice(0, at);
  const start = above === '' || above.endsWith('\n\n') ? '' : above.endsWith('\n') ? '\n' : '\n\n';
  return { from: at, to: at, insert: `${start}${insert}${at < lf.length ? '\n' : ''}` };
}
