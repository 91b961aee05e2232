/** The fields that a spec's front matter has, in the order in which they are written. Pure. */
import { Criterion, type CriterionKind } from './criteria.ts';
import { Budget, Spec } from './spec.ts';

export const KINDS = ['command', 'file', 'diff', 'metric', 'rubric'] as const satisfies readonly CriterionKind[];

export const TOP_FIELDS: readonly string[] = ['title', 'criteria', 'budget', 'protect', 'setup'];
export const BUDGET_FIELDS: readonly string[] = Object.keys(Budget.shape);
export const SETUP_FIELDS: readonly string[] = Object.keys(Spec.shape.setup.unwrap().shape);

const FIRST = ['id', 'kind', 'title'];
const LAST = ['proves', 'visibility', 'weight', 'guard'];

/** What identifies it, what it does, how it counts. */
const BY_KIND: ReadonlyMap<string, readonly string[]> = new Map(
  Criterion.options.map((option) => {
    const names = Object.keys(option.shape);
    const own = names.filter((name) => !FIRST.includes(name) && !LAST.includes(name));
    return [option.shape.kind.value, [...FIRST, ...own, ...LAST]];
  }),
);

const ANY_KIND: readonly string[] = [...new Set([...BY_KIND.values()].flat())];

/** The fields of a kind; those of all kinds where it is not known. */
export function criterionFields(kind: unknown): readonly string[] {
  return (typeof kind === 'string' ? BY_KIND.get(kind) : undefined) ?? ANY_KIND;
}

export function isKind(kind: unknown): kind is CriterionKind {
  return typeof kind === 'string' && BY_KIND.has(kind);
}
