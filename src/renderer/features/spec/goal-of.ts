import { splitSpec } from '../../../shared/front-matter.ts';

/** The goal alone, as `draftOf` gives it: at every keystroke. Pure. */
export function goalOf(text: string): string {
  const split = splitSpec(text);
  return split.ok ? split.parts.lf.slice(split.parts.goal.from, split.parts.goal.to) : split.begun ? '' : split.lf;
}
