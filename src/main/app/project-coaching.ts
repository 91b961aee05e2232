/** What a project's workers are told beside their task, from its file as it stands: committed or not, like a spec. */
import { createHash } from 'node:crypto';
import { readCoaching } from '../../shared/coaching/read-file.ts';
import { toldEntries } from '../../shared/coaching/told-entries.ts';
import type { BodyOf } from '../../shared/events.ts';
import { ProblemError } from '../../shared/problem.ts';
import { findCoaching } from '../specs/coaching-file.ts';

/**
 * By model; null: nothing. A file that cannot be read as a whole is a `ProblemError`: a worker that is told nothing where it
 * should be told something would look as if it had been.
 */
export async function readProjectCoaching(root: string): Promise<(model: string) => Omit<BodyOf<'coaching.applied'>, 'type'> | null> {
  const found = await findCoaching(root);
  if (found === null) return () => null;
  const { entries, mistakes } = readCoaching(found.text, { section: found.section });
  const [mistake] = mistakes;
  if (entries.length === 0 && mistake !== undefined) {
    const todo = 'Correct the file and dispatch again.';
    throw new ProblemError({ what: mistake.message.replace(/\.$/, ''), where: `${found.path}, line ${mistake.line}`, todo });
  }
  return (model) => {
    const told = toldEntries(entries, model).map(({ id, text, scope: { paths, kinds, models } }) => {
      const scope = { paths: [...paths], kinds: [...kinds], models: [...models] };
      return { id, version: versionOf(text), text, scope };
    });
    return told.length === 0 ? null : { path: found.path, entries: told };
  };
}

/** The same words have the same version. */
export function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
