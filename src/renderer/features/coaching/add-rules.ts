/** Rules of other tools as entries of the coaching file. Pure. */
import { editCoaching, type CoachingEdit } from '../../../shared/coaching/edit-file.ts';
import type { ImportableEntry } from '../../../shared/coaching/importable.ts';

export interface AddedRules {
  /** One a rule that can be an entry of this file, to be made in their order. */
  edits: CoachingEdit[];
  /** Those that cannot be written as one bullet there. */
  refused: { rule: ImportableEntry; why: string }[];
}

export function addRules(text: string, section: boolean, rules: readonly ImportableEntry[]): AddedRules {
  const added: AddedRules = { edits: [], refused: [] };
  let now = text;
  for (const rule of rules) {
    const edit: CoachingEdit = { do: 'add', text: rule.text, scope: { paths: rule.paths, kinds: [], models: [] } };
    const edited = editCoaching(now, edit, { section });
    if (edited.ok) {
      now = edited.text;
      added.edits.push(edit);
    } else added.refused.push({ rule, why: edited.mistakes[0]?.message ?? 'It cannot be written there.' });
  }
  return added;
}
