/** Globs of a spec that match no file of the project: misspelt, or about files that are yet to come. Pure. */
import { globMatcher } from './check-diff.ts';
import { readSpec } from './spec-reading.ts';
import type { SpecMistake } from './spec.ts';

/**
 * A warning for each, at its line; `paths` are those of the project's files, from its top. A text with mistakes has none:
 * they come first. What must change may be a file that the work adds, and so it is told in other words.
 */
export function idleGlobs(text: string, paths: readonly string[]): SpecMistake[] {
  const { spec, lineOf } = readSpec(text);
  const idle = (globs: readonly string[] | undefined, path: readonly (string | number)[], meaning: string): SpecMistake[] =>
    (globs ?? []).flatMap((glob, index) => {
      if (paths.some(globMatcher(glob.replace(/^!/, '')))) return [];
      const place = [...path, index];
      return [{ line: lineOf(place), message: `No file of the project matches "${glob}": ${meaning}`, path: place.join('.') }];
    });
  const ofCriteria = (spec?.criteria ?? []).flatMap((criterion, index) =>
    criterion.kind === 'diff'
      ? [
          ...idle(criterion.mustChange, ['criteria', index, 'mustChange'], 'only a new file can meet it.'),
          ...idle(criterion.mustNotChange, ['criteria', index, 'mustNotChange'], 'only a new file can break it. Is it spelt right?'),
        ]
      : [],
  );
  return [...ofCriteria, ...idle(spec?.protect, ['protect'], 'it changes nothing. Is it spelt right?')];
}
