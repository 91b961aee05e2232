/** Fields that a spec does not have: misspelt ones are mistakes, others are the person's own and are let be. Pure. */
import { nearName } from './near-name.ts';
import { BUDGET_FIELDS, criterionFields, isKind, SETUP_FIELDS, TOP_FIELDS } from './spec-fields.ts';
import type { YamlPath } from './yaml-place.ts';
import { isList, type YamlValue } from './yaml-words.ts';

export interface StrangeField {
  path: YamlPath;
  value: YamlValue;
  /** What is wrong with it; null: it is nobody's name misspelt. */
  mistake: string | null;
}

/** `known` is the value without the fields that are strange. */
export function sortFields(front: YamlValue): { known: YamlValue; strange: StrangeField[] } {
  const strange: StrangeField[] = [];
  const keep = (value: YamlValue | undefined, path: YamlPath, names: readonly string[]): YamlValue | undefined => {
    if (!isGroup(value)) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, one]) => {
        if (names.includes(name)) return [[name, one]];
        strange.push({ path: [...path, name], value: one, mistake: mistakeOf(name, names, value['kind']) });
        return [];
      }),
    );
  };
  const top = keep(front, [], TOP_FIELDS) ?? null;
  if (!isGroup(top)) return { known: top, strange };
  const criteria = top['criteria'];
  const sorted: { [key: string]: YamlValue | undefined } = {
    ...top,
    budget: keep(top['budget'], ['budget'], BUDGET_FIELDS),
    setup: keep(top['setup'], ['setup'], SETUP_FIELDS),
    criteria:
      criteria !== undefined && isList(criteria)
        ? criteria.map((item, index) => keep(item, ['criteria', index], criterionFields(isGroup(item) ? item['kind'] : undefined)) ?? null)
        : criteria,
  };
  // Without those that are not there at all.
  const known = Object.fromEntries(
    Object.entries(sorted).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
  return { known, strange };
}

function mistakeOf(name: string, names: readonly string[], kind: YamlValue | undefined): string | null {
  if (isKind(kind) && criterionFields(undefined).includes(name))
    return `There is no field "${name}" in a criterion of the kind ${kind}; remove it or choose another kind.`;
  const near = nearName(name, names);
  return near === undefined ? null : `There is no field "${name}" here; did you mean "${near}"? Correct its name or remove it.`;
}

function isGroup(value: YamlValue | undefined): value is { readonly [key: string]: YamlValue } {
  return typeof value === 'object' && value !== null && !isList(value);
}
