/**
 * The coaching file, `.drover/coaching.md`: Markdown whose bullets are the entries. Pure.
 *
 * It is read leniently: a bullet without an id, or with a fault in its comment, is an entry with a mistake beside it.
 */
import { outlineOf, type FileOutline } from './file-outline.ts';
import { conflictsIn } from './merge-conflicts.ts';
import { placeEntry, type CoachingEntry, type CoachingMistake, type PlacedEntry } from './place-entry.ts';

export interface CoachingFile {
  entries: CoachingEntry[];
  mistakes: CoachingMistake[];
}

export interface PlacedFile {
  /** The text without a byte order mark, and with `\n` alone at its line ends. */
  lf: string;
  outline: FileOutline;
  entries: PlacedEntry[];
  mistakes: CoachingMistake[];
  /** Those for which nothing can be edited. */
  barred: CoachingMistake[];
}

/** With `section`, entries stand between two comments in a file that has other things in it, like AGENTS.md. */
export function readCoaching(text: string, { section }: { section: boolean }): CoachingFile {
  const { entries, mistakes } = placeCoaching(text, section);
  const plain = entries.map(({ id, text: words, scope, archived, evidence, line }) => ({
    id,
    text: words,
    scope,
    archived,
    evidence,
    line,
  }));
  return { entries: plain, mistakes };
}

/** Whether a file that has other things in it has coaching too, be it empty or in conflict. */
export function hasSection(text: string): boolean {
  const { outline, mistakes } = placeCoaching(text, true);
  return outline.region !== null || mistakes.length > 0;
}

export function placeCoaching(text: string, section: boolean): PlacedFile {
  const lf = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const outline = outlineOf(lf, section);
  const lineOf = lineCounter(lf);
  const conflicts = conflictsIn(lf);
  const fault = outline.fault === null ? [] : [{ line: lineOf(outline.fault.at), message: outline.fault.message }];
  const barred = conflicts.length > 0 ? conflicts : fault;
  // Of two versions of an entry nobody can say which is meant.
  if (barred.length > 0) return { lf, outline, entries: [], mistakes: barred, barred };
  const mistakes: CoachingMistake[] = [];
  const entries = outline.bullets.map((bullet) => placeEntry(lf, bullet, lineOf(bullet.lines.from), mistakes));
  const lines = new Map<string, number>();
  for (const { id, line } of entries) {
    if (id === null) mistakes.push({ line, message: 'The bullet has no id yet.' });
    else if (lines.has(id)) mistakes.push({ line, message: `The id "${id}" is that of line ${lines.get(id)} too.` });
    else lines.set(id, line);
  }
  return { lf, outline, entries, mistakes: mistakes.toSorted((a, b) => a.line - b.line), barred };
}

/** Of places that are asked for in their order. */
function lineCounter(lf: string): (at: number) => number {
  let [line, seen] = [1, 0];
  return (at) => {
    for (let end = lf.indexOf('\n', seen); end !== -1 && end < at; end = lf.indexOf('\n', seen)) {
      line += 1;
      seen = end + 1;
    }
    return line;
  };
}
