/** Rules of other tools as entries of the coaching file. Pure. */
import { editCoaching } from '../../../shared/coaching/edit-file.ts';
import type { ImportableEntry } from '../../../shared/coaching/importable.ts';

/** What comes of it: the file's text, and the rules that cannot be written as one bullet there. */
export interface AddedRules {
  text: string;
  refused: { rule: ImportableEntry; why: string }[];
}

export function addRules(text: string, section: boolean, rules: readonly ImportableEntry[]): AddedRules {
  const added: AddedRules = { text, refused: [] };
  for (const rule of rules) {
    const edited = editCoaching(
      added.text,
      { do: 'add', text: rule.text, scope: { paths: rule.paths, kinds: [], models: [] } },
      { section },
    );
    if (edited.ok) added.text = edited.text;
    else added.refused.push({ rule, why: edited.mistakes[0]?.message ?? 'It cannot be written there.' });
  }
  return added;
}
