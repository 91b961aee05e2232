/** Edits of a coaching file that can be taken back, the newest last. Pure. */
import type { CoachingEdit } from '../../../shared/coaching/edit-file.ts';
import { editCoaching, type CoachingEdited } from '../../../shared/coaching/edit-file.ts';
import { readCoaching } from '../../../shared/coaching/read-file.ts';

export interface UndoStep {
  /** What was done, as a sentence. */
  words: string;
  before: string;
  after: string;
  edits: readonly CoachingEdit[];
}

/** Texts are kept whole: a stack that grows for ever would hold the file as often. */
const KEPT = 50;

export function withStep(steps: readonly UndoStep[], step: UndoStep): UndoStep[] {
  return [...steps, step].slice(-KEPT);
}

/** All of them, one after the other; the first that cannot be made stops them. */
export function editAll(text: string, edits: readonly CoachingEdit[], section: boolean): CoachingEdited {
  let edited: CoachingEdited = { ok: true, text };
  for (const edit of edits) {
    if (!edited.ok) return edited;
    edited = editCoaching(edited.text, edit, { section });
  }
  return edited;
}

/**
 * The text without a step: byte for byte as it was where nobody wrote in between; else what was pruned is restored and what was
 * restored is pruned again, and what others wrote stays. Null: the step says nothing that could be taken back otherwise.
 */
export function undone(step: UndoStep, now: string, section: boolean): CoachingEdited | null {
  if (now === step.after) return { ok: true, text: step.before };
  const archived = new Map(readCoaching(now, { section }).entries.map(({ id, archived: is }) => [id, is]));
  const back = step.edits.flatMap((edit) => backwards(edit, step.before, section, archived)).toReversed();
  return back.length === 0 ? null : editAll(now, back, section);
}

function backwards(edit: CoachingEdit, before: string, section: boolean, archived: ReadonlyMap<string | null, boolean>): CoachingEdit[] {
  if (edit.do === 'prune') return archived.get(edit.id) === true ? [{ do: 'restore', id: edit.id }] : [];
  if (edit.do !== 'restore' || archived.get(edit.id) !== false) return [];
  const evidence = readCoaching(before, { section }).entries.find(({ id }) => id === edit.id)?.evidence;
  return [{ do: 'prune', id: edit.id, evidence: evidence ?? 'Pruned.' }];
}
