/** The text that is sent to be tried: a spec that is not finished is tried by those of its criteria that are. Pure. */
import { Criterion } from '../../../../shared/criteria.ts';
import type { DraftSpec } from '../../../../shared/spec-draft.ts';
import { formatSpec } from '../../../../shared/spec-text.ts';
import { Budget, Spec } from '../../../../shared/spec.ts';

/** Undefined where none of `ids` can be tried as it is. */
export function tryText(text: string, spec: DraftSpec, ids: readonly string[]): { text: string; ids: string[] } | undefined {
  if (spec.spec !== null) return { text, ids: [...ids] };
  const criteria = spec.criteria.flatMap(({ id, values, mistakes }) => {
    const read = id !== undefined && ids.includes(id) && mistakes.size === 0 ? Criterion.safeParse(values) : undefined;
    return read?.success === true ? [read.data] : [];
  });
  if (criteria.length === 0) return undefined;
  const setup = Spec.shape.setup.safeParse(spec.setup['run'] === undefined ? undefined : spec.setup);
  const goal = spec.goal.trim() === '' ? 'Not written yet.' : spec.goal;
  return {
    text: formatSpec({ title: 'Not finished', goal, criteria, budget: Budget.parse({}), ...(setup.success && { setup: setup.data }) }),
    ids: criteria.map(({ id }) => id),
  };
}
