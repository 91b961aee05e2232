/** What a project's workers are told beside their task, from its file as it stands: committed or not, like a spec. */
import { createHash } from 'node:crypto';
import type { CoachingEntry } from '../../shared/coaching/place-entry.ts';
import { readCoaching } from '../../shared/coaching/read-file.ts';
import { toldEntries } from '../../shared/coaching/told-entries.ts';
import type { AppliedEntry, BodyOf } from '../../shared/events.ts';
import { ProblemError } from '../../shared/problem.ts';
import { COACHING_PATH, findCoaching, type CoachingPlace } from '../specs/coaching-file.ts';

/** By model; null: nothing. Rejects as `readEntries` does. */
export async function readProjectCoaching(root: string): Promise<(model: string) => Omit<BodyOf<'coaching.applied'>, 'type'> | null> {
  const { path, entries } = await readEntries(root);
  return (model) => coachingOf(path, toldEntries(entries, model).map(applied));
}

/**
 * Archived ones included. A file that cannot be read as a whole is a `ProblemError`: a worker that is told nothing where it should
 * be told something would look as if it had been.
 */
export async function readEntries(root: string): Promise<{ path: string; section: boolean; entries: CoachingEntry[] }> {
  const found = await findCoaching(root);
  if (found === null) return { path: COACHING_PATH, section: false, entries: [] };
  return { path: found.path, section: found.section, entries: entriesOf(found) };
}

/** `ProblemError` where the text cannot be read as a whole. */
export function entriesOf({ path, section, text }: CoachingPlace): CoachingEntry[] {
  const { entries, mistakes } = readCoaching(text, { section });
  const [mistake] = mistakes;
  if (entries.length > 0 || mistake === undefined) return entries;
  const todo = 'Correct the file and dispatch again.';
  throw new ProblemError({ what: mistake.message.replace(/\.$/, ''), where: `${path}, line ${mistake.line}`, todo });
}

/** As the log has it. */
export function applied({ id, text, scope: { paths, kinds, models } }: CoachingEntry): AppliedEntry {
  return { id, version: versionOf(text), text, scope: { paths: [...paths], kinds: [...kinds], models: [...models] } };
}

/** What a session's log has of them; null: nothing is told. */
export function coachingOf(path: string, entries: AppliedEntry[]): Omit<BodyOf<'coaching.applied'>, 'type'> | null {
  return entries.length === 0 ? null : { path, entries };
}

/** The same words have the same version. */
export function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
