import picomatch from 'picomatch/posix.js';
import type { CoachingEntry } from './place-entry.ts';

/** The entries that a model is told, in their order: those that are not archived and name it, or name none. Pure. */
export function toldEntries(entries: readonly CoachingEntry[], model: string): CoachingEntry[] {
  // `*` stands for a slash as well: models of gateways have one in their names.
  return entries.filter(
    ({ archived, scope }) => !archived && (scope.models.length === 0 || picomatch([...scope.models], { bash: true })(model)),
  );
}
