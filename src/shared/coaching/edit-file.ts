/**
 * Edits of the coaching file's text. Pure.
 *
 * As with a spec, the text is the one truth: an edit changes the bullet that it names and leaves every other byte. What comes of
 * it is read back; where that does not say what was meant, nothing is edited.
 */
import { changeText, type TextChange } from '../front-matter.ts';
import { cut, insertActive, insertArchived, newSection } from './bullet-place.ts';
import { blockOf, columnsOf, indentOf, indented, marked, putMark } from './bullet-text.ts';
import { freeEntryId } from './entry-id.ts';
import { everywhere, writeMark, type EntryScope } from './entry-mark.ts';
import type { CoachingMistake, PlacedEntry } from './place-entry.ts';
import { hasSection, placeCoaching, type PlacedFile } from './read-file.ts';

export type CoachingEdit =
  /** Behind the last entry that is not archived. Its id is made of its words. */
  | { do: 'add'; text: string; scope?: EntryScope }
  | { do: 'text'; id: string; text: string }
  | { do: 'scope'; id: string; scope: EntryScope }
  /** To the end of the archive, with one line on why. */
  | { do: 'prune'; id: string; evidence: string }
  /** Back behind the last entry that is not archived, without its evidence. */
  | { do: 'restore'; id: string }
  | { do: 'remove'; id: string }
  /** Gives an id to each bullet that has none, and another one to each whose id an earlier one has. */
  | { do: 'ids' };

export type CoachingEdited = { ok: true; text: string } | { ok: false; mistakes: CoachingMistake[] };

export function editCoaching(text: string, edit: CoachingEdit, { section }: { section: boolean }): CoachingEdited {
  const file = placeCoaching(text, section);
  if (file.barred.length > 0) return { ok: false, mistakes: file.barred };
  if ('text' in edit && edit.text.trim() === '') return { ok: false, mistakes: [{ line: 1, message: 'An entry needs words.' }] };
  const worked = edit.do === 'add' || edit.do === 'ids' ? changesOf(file, edit) : changesOfOne(file, edit);
  if ('message' in worked) return { ok: false, mistakes: [worked] };
  const edited = changeText(text, worked.changes);
  const after = placeCoaching(edited, section);
  if (after.barred.length === 0 && said(after.entries) === said(worked.meant)) return { ok: true, text: edited };
  return {
    ok: false,
    mistakes: [
      { line: worked.line, message: 'This cannot be written as one bullet. Edit the file itself, or say it in simpler Markdown.' },
    ],
  };
}

/** An empty section at the end of a file that has other things in it. */
export function beginSection(text: string): CoachingEdited {
  const { lf, barred } = placeCoaching(text, true);
  if (barred.length > 0) return { ok: false, mistakes: barred };
  const edited = changeText(text, [newSection(lf, '')]);
  if (hasSection(edited)) return { ok: true, text: edited };
  return {
    ok: false,
    mistakes: [{ line: 1, message: 'A section at the end of the file would not be read as one: its last block is open.' }],
  };
}

/** What an entry says, wherever it stands. */
type Said = Pick<PlacedEntry, 'id' | 'text' | 'scope' | 'archived' | 'evidence'>;
type Worked = { changes: TextChange[]; meant: Said[]; line: number } | CoachingMistake;

function said(entries: readonly Said[]): string {
  const each = entries.map(({ id, text, scope, archived, evidence }) =>
    JSON.stringify([id, text, scope.paths, scope.kinds, scope.models, archived, evidence]),
  );
  return each.toSorted().join('\n');
}

function changesOf(file: PlacedFile, edit: Extract<CoachingEdit, { do: 'add' | 'ids' }>): Worked {
  const taken = new Set(file.entries.map((entry) => entry.id));
  if (edit.do === 'add') {
    const entry = { id: freeEntryId(edit.text, taken), text: edit.text, scope: edit.scope ?? everywhere, archived: false, evidence: null };
    const mark = writeMark({ ...entry, others: [] });
    const place = file.entries.findLast(({ archived }) => !archived);
    const dash = place === undefined ? '-' : (file.lf[place.bullet.content - 1] ?? '-');
    const block = `${dash} ${indented(marked(edit.text, mark), 2)}`;
    return { changes: insertActive(file, block), meant: [...file.entries, entry], line: place?.line ?? 1 };
  }
  const kept = new Set<string>();
  const changes: TextChange[] = [];
  const meant = file.entries.map((entry) => {
    if (entry.id !== null && !kept.has(entry.id)) {
      kept.add(entry.id);
      return entry;
    }
    const id = freeEntryId(entry.text, taken);
    taken.add(id);
    changes.push(putMark(file.lf, entry, { id, scope: entry.scope }));
    return { ...entry, id };
  });
  return { changes, meant, line: 1 };
}

function changesOfOne(file: PlacedFile, edit: Exclude<CoachingEdit, { do: 'add' | 'ids' }>): Worked {
  const found = file.entries.filter(({ id }) => id === edit.id);
  const [entry] = found;
  if (entry === undefined) return { line: 1, message: `No entry has the id "${edit.id}". It may have been removed in another editor.` };
  if (found.length > 1)
    return { line: found[1]?.line ?? 1, message: `${found.length} entries have the id "${edit.id}". Give each one of its own first.` };
  const { lf } = file;
  const { line } = entry;
  const others = file.entries.filter((one) => one !== entry);
  const all = (meant: Said): Said[] => [...others, meant];
  switch (edit.do) {
    case 'text': {
      const mark = entry.mark === null ? '' : lf.slice(entry.mark.from, entry.mark.to);
      const columns = columnsOf(lf, entry);
      const blanks = ' '.repeat(columns - (entry.bullet.content - entry.bullet.lines.from));
      const words = indented(marked(edit.text, mark), columns);
      const evidence = entry.evidenceLines === null ? '' : `\n${lf.slice(entry.evidenceLines.from, entry.evidenceLines.to)}`;
      const change = { from: entry.bullet.content, to: entry.bullet.lines.to, insert: `${blanks}${words}${evidence}` };
      return { changes: entry.text === edit.text ? [] : [change], meant: all({ ...entry, text: edit.text }), line };
    }
    case 'scope':
      return { changes: [putMark(lf, entry, edit)], meant: all({ ...entry, scope: edit.scope }), line };
    case 'remove':
      return { changes: [cut(file, entry)], meant: others, line };
    case 'prune': {
      if (entry.archived) return { line, message: `"${edit.id}" is in the archive already.` };
      const evidence = edit.evidence.trim().replaceAll(/\s+/g, ' ');
      const block = `${blockOf(lf, entry)}\n${' '.repeat(columnsOf(lf, entry) - indentOf(lf, entry))}- ${evidence} <!-- evidence -->`;
      return { changes: [cut(file, entry), ...insertArchived(file, block)], meant: all({ ...entry, archived: true, evidence }), line };
    }
    case 'restore': {
      if (!entry.archived) return { line, message: `"${edit.id}" is not in the archive.` };
      return {
        changes: [cut(file, entry), ...insertActive(file, blockOf(lf, entry))],
        meant: all({ ...entry, archived: false, evidence: null }),
        line,
      };
    }
  }
}
