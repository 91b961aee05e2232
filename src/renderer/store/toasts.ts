import type { Problem } from '../../shared/problem.ts';

/** A line in the corner: a problem stays until it is closed, a note goes by itself. */
export type Toast = { id: number } & ({ kind: 'problem'; problem: Problem } | { kind: 'note'; text: string });

const SHOWN = 4;

/** The same problem twice is one toast. */
export function addToast(toasts: readonly Toast[], toast: Toast): Toast[] {
  const others = toasts.filter((other) => !same(other, toast));
  return [...others, toast].slice(-SHOWN);
}

function same(a: Toast, b: Toast): boolean {
  if (a.kind === 'problem' && b.kind === 'problem') return a.problem.what === b.problem.what && a.problem.where === b.problem.where;
  return a.kind === 'note' && b.kind === 'note' && a.text === b.text;
}
