import type { Spec, SpecMistake } from './spec.ts';

/** A repository that the user opened. */
export interface ProjectInfo {
  path: string;
  name: string;
  branch: string | null;
  head: string;
  uncommittedChanges: number;
  specs: { slug: string; title: string; mistakes: SpecMistake[] }[];
}

export interface SpecDocument {
  project: string;
  slug: string;
  text: string;
  spec: Spec | null;
  mistakes: SpecMistake[];
}
