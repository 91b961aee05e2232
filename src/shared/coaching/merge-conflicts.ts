import type { CoachingMistake } from './place-entry.ts';

/** Lines that git left where two versions of the file disagree. Seven `=` alone are a heading, but not between two of the others. Pure. */
export function conflictsIn(lf: string): CoachingMistake[] {
  const found: CoachingMistake[] = [];
  let inside = false;
  for (const [index, line] of lf.split('\n').entries()) {
    const sign: string | null = /^(<{7}|\|{7}|>{7})(?:\s|$)/.exec(line)?.[1]?.[0] ?? (inside && line.trimEnd() === '=======' ? '=' : null);
    if (sign === null) continue;
    if (sign !== '=') inside = sign !== '>';
    found.push({ line: index + 1, message: 'A merge conflict is not resolved: this line was left by git.' });
  }
  return found;
}
