/** Which lines of the goal a criterion proves, in words. Pure. */
import type { Proof } from '../../../shared/ears.ts';

/** `1, 4`; empty: none. */
export function provenLines(proofs: readonly Proof[], criterion: number): string {
  return proofs.flatMap(({ requirement, criteria }) => (criteria.includes(criterion) ? [requirement.line] : [])).join(', ');
}

/** The requirement that stands on a line; undefined where none does. */
export function proofAt(proofs: readonly Proof[], line: number): Proof | undefined {
  return proofs.find(({ requirement }) => requirement.line <= line && line <= requirement.endLine);
}
