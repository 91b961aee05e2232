/** A spec's text as its cards: what there is of it, right or wrong, each mistake at its field. Pure. */
import { isKind } from './spec-fields.ts';
import type { CriterionKind } from './criteria.ts';
import { readSpec } from './spec-reading.ts';
import type { Spec, SpecMistake } from './spec.ts';
import { isList, type YamlValue } from './yaml-words.ts';

type Values = Readonly<Record<string, YamlValue>>;

export interface DraftCriterion {
  /** Its place in the text, counted from 0: what edits name it by. */
  index: number;
  /** The line of the file that it begins on. */
  line: number;
  id: string | undefined;
  /** Undefined: none is written, or one that there is not; then `values.kind` has it. */
  kind: CriterionKind | undefined;
  proves: readonly string[];
  /** As they stand in the text, right or wrong, without the unknown ones. Empty where it is no group of fields. */
  values: Values;
  /** Fields that Drover does not have. They stay in the file. */
  unknown: { name: string; value: YamlValue; line: number; misspelt: boolean }[];
  /** Its mistakes, by field; those of the criterion as a whole under ''. */
  mistakes: ReadonlyMap<string, readonly SpecMistake[]>;
}

export interface DraftSpec {
  /** Edits of the front matter are refused until the text is mended: its YAML cannot be read. The goal can be edited. */
  broken: boolean;
  title: string;
  /** To the last blank line; what `editSpec` takes. `goalLine` is the line of the file that it begins on. */
  goal: string;
  goalLine: number;
  criteria: DraftCriterion[];
  budget: Values;
  protect: readonly string[];
  setup: Values;
  /** All of them, in the order of the lines; any of them keeps the spec from being dispatched. */
  mistakes: SpecMistake[];
  /** Unknown fields: kept, without effect, nothing is kept from being dispatched. */
  warnings: SpecMistake[];
  /** Null while there are mistakes. */
  spec: Spec | null;
}

/** Never throws, whatever the text. */
export function draftOf(text: string): DraftSpec {
  const { parts, values, broken, mistakes, warnings, strange, lineOf, spec } = readSpec(text);
  const top = groupOf(values);
  const list = listOf(top['criteria']);
  return {
    broken: broken && parts !== null,
    title: textOf(top['title']) ?? '',
    goal: parts === null ? text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n') : parts.lf.slice(parts.goal.from, parts.goal.to),
    goalLine: parts?.goal.line ?? 1,
    criteria: list.map((item, index): DraftCriterion => {
      const fields = groupOf(item);
      const own = strange.filter(({ path }) => path[0] === 'criteria' && path[1] === index);
      const names = new Set(own.map(({ path }) => String(path[2])));
      return {
        index,
        line: lineOf(['criteria', index]),
        id: textOf(fields['id']),
        kind: isKind(fields['kind']) ? fields['kind'] : undefined,
        proves: listOf(fields['proves']).flatMap((one) => textOf(one) ?? []),
        values: Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name))),
        unknown: own.map(({ path, value, mistake }) => ({
          name: String(path[2]),
          value,
          line: lineOf(path),
          misspelt: mistake !== null,
        })),
        mistakes: byField(mistakes, `criteria.${index}`),
      };
    }),
    budget: groupOf(top['budget']),
    protect: listOf(top['protect']).flatMap((one) => textOf(one) ?? []),
    setup: groupOf(top['setup']),
    mistakes,
    warnings,
    spec,
  };
}

function byField(mistakes: readonly SpecMistake[], prefix: string): Map<string, SpecMistake[]> {
  const found = new Map<string, SpecMistake[]>();
  for (const mistake of mistakes) {
    if (mistake.path !== prefix && mistake.path?.startsWith(`${prefix}.`) !== true) continue;
    const field = mistake.path.slice(prefix.length + 1).split('.')[0] ?? '';
    found.set(field, [...(found.get(field) ?? []), mistake]);
  }
  return found;
}

function groupOf(value: YamlValue | undefined): Values {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

function listOf(value: YamlValue | undefined): readonly YamlValue[] {
  return value !== undefined && isList(value) ? value : [];
}

function textOf(value: YamlValue | undefined): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
