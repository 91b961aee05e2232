/** Which entries a model has outgrown for certain, and the file without them. Pure. */
import { editCoaching } from '../../shared/coaching/edit-file.ts';
import type { EntryRow } from '../../shared/coaching/entry-rows.ts';
import { evidenceLine } from '../../shared/coaching/evidence-line.ts';
import type { CoachingView } from '../../shared/ipc-coaching.ts';
import { ProblemError } from '../../shared/problem.ts';

export interface Pruned {
  /** In the order of the file. */
  ids: string[];
  text: string;
}

/** Those that are told, and stand as outgrown among all that were tested, each with what trials found of it. */
export function pruneOutgrown({ path, section, text }: Pick<CoachingView, 'path' | 'section' | 'text'>, rows: readonly EntryRow[]): Pruned {
  const outgrown = rows.filter(({ entry, state, stands }) => !entry.archived && state === 'outgrown' && stands);
  let pruned = text ?? '';
  for (const { key, record } of outgrown) {
    const evidence = record === null ? '' : evidenceLine(record);
    const edited = editCoaching(pruned, { do: 'prune', id: key, evidence }, { section });
    if (!edited.ok) {
      const [mistake] = edited.mistakes;
      const what = `"${key}" cannot be pruned: ${mistake?.message ?? 'the file cannot be edited'}`.replace(/\.$/, '');
      throw new ProblemError({ what, where: `${path}, line ${mistake?.line ?? 1}`, todo: 'Correct the file in an editor.' });
    }
    pruned = edited.text;
  }
  return { ids: outgrown.map(({ key }) => key), text: pruned };
}
