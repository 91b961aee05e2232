/** A diff criterion: which paths a patch touches, and how large it is. */
import picomatch from 'picomatch/posix.js';
import type { Changes } from './check-criterion.ts';
import type { CriterionOf } from './criteria.ts';
import type { DiffFile } from './diff.ts';

const SHOWN = 5;

/** Names of dot files are no exception; a name is compared as it is written. */
export function globMatcher(glob: string): (path: string) => boolean {
  const matches = picomatch(glob.replace(/^\.\//, ''), { dot: true });
  return (path) => matches(path);
}

/** Both sides of a rename are touched. */
export function touchedPaths(file: Pick<DiffFile, 'path' | 'oldPath'>): string[] {
  return file.oldPath === null ? [file.path] : [file.oldPath, file.path];
}

export function judgeDiff(criterion: CriterionOf<'diff'>, { files }: Pick<Changes, 'files'>): { passed: boolean; reason: string } {
  const faults = [...paths(criterion, files), ...size(criterion, files)];
  if (faults.length > 0) return { passed: false, reason: faults.join(' ') };
  return { passed: true, reason: `${countOf(files.length, 'file')} changed, ${countOf(linesOf(files), 'line')}.` };
}

function paths({ mustChange = [], mustNotChange = [] }: CriterionOf<'diff'>, files: readonly DiffFile[]): string[] {
  const touched = files.flatMap(touchedPaths);
  const missing = mustChange.filter((glob) => !touched.some(globMatcher(glob)));
  const forbidden = mustNotChange.flatMap((glob) => {
    const hit = [...new Set(touched.filter(globMatcher(glob)))];
    return hit.length === 0 ? [] : [`Changed, though ${glob} must not: ${names(hit)}.`];
  });
  return [...(missing.length === 0 ? [] : [`Nothing changed that matches ${missing.join(', ')}.`]), ...forbidden];
}

function size({ maxFiles, maxLines }: CriterionOf<'diff'>, files: readonly DiffFile[]): string[] {
  const lines = linesOf(files);
  const largest = files.toSorted((a, b) => b.insertions + b.deletions - a.insertions - a.deletions).map(({ path }) => path);
  return [
    maxFiles !== undefined && files.length > maxFiles
      ? `${countOf(files.length, 'file')} changed, at most ${maxFiles} may: ${names(files.map(({ path }) => path))}.`
      : '',
    maxLines !== undefined && lines > maxLines
      ? `${countOf(lines, 'line')} changed, at most ${maxLines} may; most in ${names(largest)}.`
      : '',
  ].filter((fault) => fault !== '');
}

/** A binary file has no lines. */
function linesOf(files: readonly DiffFile[]): number {
  return files.reduce((sum, { insertions, deletions }) => sum + insertions + deletions, 0);
}

function names(all: readonly string[]): string {
  const more = all.length > SHOWN ? ` and ${all.length - SHOWN} more` : '';
  return `${all.slice(0, SHOWN).join(', ')}${more}`;
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
