/** Edits of the front matter of a spec's text, carried out or refused. Pure. */
import { isMap, isScalar, isSeq } from 'yaml';
import { changeText, splitSpec } from './front-matter.ts';
import { draftOf } from './spec-draft.ts';
import { BUDGET_FIELDS, criterionFields, SETUP_FIELDS, TOP_FIELDS } from './spec-fields.ts';
import type { SpecMistake } from './spec.ts';
import { editYaml, type YamlEdit } from './yaml-edit.ts';
import type { OrderOf } from './yaml-keys.ts';
import { nodeAt, readYaml } from './yaml-place.ts';

/** The new text, or what stands in the way. */
export type Applied = string | SpecMistake[];

/** Where a field that is new goes. */
const orderOf: OrderOf = (path, group) => {
  if (path.length === 0) return TOP_FIELDS;
  if (path[0] === 'budget') return BUDGET_FIELDS;
  return path[0] === 'setup' ? SETUP_FIELDS : criterionFields(group.get('kind'));
};

export function apply(text: string, edit: YamlEdit): Applied {
  const split = splitSpec(text);
  if (!split.ok) return [split.mistake];
  const { lf, yaml } = split.parts;
  const source = lf.slice(yaml.from, yaml.to);
  const changes = editYaml(source, edit, orderOf);
  if (changes === undefined) return whyNot(text);
  return changeText(
    text,
    changes.map(({ from, to, insert }) => ({ from: from + yaml.from, to: to + yaml.from, insert })),
  );
}

/** Something is in the way: YAML that cannot be read, or e.g. words where the criteria should be. */
function whyNot(text: string): SpecMistake[] {
  const { mistakes } = draftOf(text);
  return mistakes.length > 0 ? mistakes : [{ line: 2, message: 'There is no such criterion or field.' }];
}

/** One after the other; the first that is refused ends it. */
export function inTurn(text: string, edits: readonly ((text: string) => Applied)[]): Applied {
  let current = text;
  for (const edit of edits) {
    const next = edit(current);
    if (typeof next !== 'string') return next;
    current = next;
  }
  return current;
}

/** A criterion that is a word alone has no fields, and would be lost under one. */
export function applyToCriterion(text: string, index: number, edit: YamlEdit): Applied {
  const node = criteriaNode(text);
  const found: unknown = isSeq(node) ? node.items[index] : undefined;
  if (isScalar(found) && found.value !== null)
    return [{ line: 2, message: 'This criterion is no group of fields: correct it in the text.' }];
  return apply(text, edit);
}

function criteriaNode(text: string): unknown {
  const split = splitSpec(text);
  return split.ok ? nodeAt(readYaml(split.parts.lf.slice(split.parts.yaml.from, split.parts.yaml.to)).contents, ['criteria']) : undefined;
}

/** The id of each criterion, where it is text. */
export function idsOf(text: string): (string | undefined)[] {
  const node = criteriaNode(text);
  return isSeq(node)
    ? node.items.map((item) => {
        const id: unknown = isMap(item) ? item.get('id') : undefined;
        return typeof id === 'string' ? id : undefined;
      })
    : [];
}
