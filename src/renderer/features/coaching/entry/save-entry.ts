/** An entry and its probe, as they are written: what an edit of the file makes of its text, and which id comes of it. Pure. */
import type { CoachingEdit } from '../../../../shared/coaching/edit-file.ts';
import type { EntryScope } from '../../../../shared/coaching/entry-mark.ts';
import { UNDER_CONSIDERATION } from '../../../../shared/coaching/entry-rows.ts';
import { editCoaching } from '../../../../shared/coaching/edit-file.ts';
import type { CoachingEntry, CoachingMistake } from '../../../../shared/coaching/place-entry.ts';
import { readCoaching } from '../../../../shared/coaching/read-file.ts';
import { editAll } from '../undo-stack.ts';

export interface EntryWords {
  text: string;
  scope: EntryScope;
}

type Written = { ok: true; text: string; id: string } | { ok: false; mistakes: readonly CoachingMistake[] };

/**
 * The file with one entry more: told from now on, or kept in the archive as one that nobody is told before it was tried.
 * @param file its text, empty where there is none
 */
export function withNewEntry(file: string, section: boolean, words: EntryWords, told: boolean): Written {
  const added = editCoaching(file, { do: 'add', ...words }, { section });
  if (!added.ok) return added;
  const before = new Set(readCoaching(file, { section }).entries.map(({ id }) => id));
  const id = readCoaching(added.text, { section }).entries.find((entry) => entry.id !== null && !before.has(entry.id))?.id;
  if (id == null) return { ok: false, mistakes: [{ line: 1, message: 'The new entry cannot be read back.' }] };
  if (told) return { ok: true, text: added.text, id };
  const kept = editCoaching(added.text, { do: 'prune', id, evidence: UNDER_CONSIDERATION }, { section });
  return kept.ok ? { ok: true, text: kept.text, id } : kept;
}

/** The file with an entry's words and scope changed; what is the same is not written. */
export function withChangedEntry(file: string, section: boolean, entry: CoachingEntry & { id: string }, words: EntryWords): Written {
  const { id } = entry;
  const edits: CoachingEdit[] = [
    ...(words.text === entry.text ? [] : [{ do: 'text' as const, id, text: words.text }]),
    ...(sameScope(words.scope, entry.scope) ? [] : [{ do: 'scope' as const, id, scope: words.scope }]),
  ];
  const edited = editAll(file, edits, section);
  return edited.ok ? { ok: true, text: edited.text, id } : edited;
}

function sameScope(a: EntryScope, b: EntryScope): boolean {
  return JSON.stringify([a.paths, a.kinds, a.models]) === JSON.stringify([b.paths, b.kinds, b.models]);
}

/** Parted by commas or lines, as a person types them; a comma within braces belongs to its glob. */
export function scopeList(typed: string): string[] {
  return typed
    .split(/[\n,](?![^{}]*\})/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
