/** Globs of a spec that match no file of the base: misspelt, or about files that are yet to come. Pure. */
import { globMatcher } from './check-diff.ts';
import { globFault } from './glob-fault.ts';
import type { SpecMistake } from './spec.ts';

interface Globs {
  criteria: readonly {
    kind?: string | undefined;
    mustChange?: readonly string[] | undefined;
    mustNotChange?: readonly string[] | undefined;
  }[];
  protect?: readonly string[] | undefined;
}

/**
 * A warning for each, by the path of its field; `paths` are those of the base, relative to the top of the project. What
 * must change may be a file that the work adds, and so it is told in other words.
 */
export function idleGlobs({ criteria, protect = [] }: Globs, paths: readonly string[]): Required<Pick<SpecMistake, 'path' | 'message'>>[] {
  const idle = (globs: readonly string[] | undefined, path: string, meaning: string): { path: string; message: string }[] =>
    (globs ?? []).flatMap((glob, index) => {
      const plain = glob.replace(/^!/, '');
      if (globFault(plain) !== undefined || paths.some(globMatcher(plain))) return [];
      return [{ path: `${path}.${index}`, message: `No file of the project matches "${glob}": ${meaning}` }];
    });
  return [
    ...criteria.flatMap(({ kind, mustChange, mustNotChange }, index) =>
      kind === 'diff'
        ? [
            ...idle(mustChange, `criteria.${index}.mustChange`, 'only a new file can meet it.'),
            ...idle(mustNotChange, `criteria.${index}.mustNotChange`, 'only a new file can break it. Is it spelt right?'),
          ]
        : [],
    ),
    ...idle(protect, 'protect', 'nothing is protected by it. Is it spelt right?'),
  ];
}
