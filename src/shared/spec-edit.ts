/**
 * Edits of a spec's text, as the cards make them. Pure.
 *
 * The text is the one truth: an edit changes what it names and leaves every other byte, comments, order, blank lines,
 * quotes, unknown fields, line ends and a byte order mark included.
 */
import type { CriterionInput, CriterionKind } from './criteria.ts';
import { changeText, splitSpec, type TextChange } from './front-matter.ts';
import { nameLine } from './ears.ts';
import { draftOf } from './spec-draft.ts';
import { criterionFields, BUDGET_FIELDS, SETUP_FIELDS, TOP_FIELDS } from './spec-fields.ts';
import type { SpecMistake } from './spec.ts';
import { editYaml, type YamlEdit } from './yaml-edit.ts';
import { nodeAt, readYaml, type YamlPath } from './yaml-place.ts';
import type { YamlValue } from './yaml-words.ts';
import { isMap, isScalar, isSeq } from 'yaml';

/** A value of a field as it is typed, right or wrong: what is wrong is a mistake of the text. */
export type FieldValue = string | number | boolean | readonly string[];

/** Criteria are counted from 0, in the order of the text. */
export type SpecEdit =
  | { do: 'title'; title: string }
  /** The goal as `draftOf` gives it, to the last blank line. */
  | { do: 'goal'; goal: string }
  /** Without a value, the field is taken out. Any name will do, so that a field that is not known can be taken out too. */
  | { do: 'field'; criterion: number; field: string; value: FieldValue | undefined }
  /** At the end where there is no `at`. An id that is taken gets a number. */
  | { do: 'add'; criterion: CriterionInput; at?: number }
  /** Behind the criterion, comments and all, with an id of its own. */
  | { do: 'duplicate'; criterion: number }
  /** `to` is the place that it then has. */
  | { do: 'move'; from: number; to: number }
  | { do: 'remove'; criterion: number }
  | { do: 'budget'; field: 'minutes' | 'iterations' | 'usd' | 'tokens'; value: FieldValue | undefined }
  | { do: 'protect'; globs: readonly string[] }
  /** The criterion proves the requirement on a line of the goal, which gets an id where it has none. */
  | { do: 'link'; criterion: number; line: number }
  | { do: 'unlink'; criterion: number; requirement: string }
  /** The fields that the other kind does not have are taken out. */
  | { do: 'kind'; criterion: number; kind: CriterionKind }
  | { do: 'setup'; field: 'run' | 'timeoutSeconds'; value: FieldValue | undefined };

export type SpecEdited =
  /** `change` is the one exchange that makes `text` of the old one, for an editor that keeps a cursor and a history. */
  | { ok: true; text: string; change: TextChange }
  /** The text has a mistake that stands in the way: nothing was changed. */
  | { ok: false; mistakes: SpecMistake[] };

export function editSpec(text: string, edit: SpecEdit): SpecEdited {
  const split = splitSpec(text);
  if (!split.ok && split.begun) return { ok: false, mistakes: [split.mistake] };
  // Words without a front matter are a goal that has none yet.
  const whole = split.ok ? text : changeText(text, [{ from: 0, to: 0, insert: split.lf.trim() === '' ? '---\n---\n' : '---\n---\n\n' }]);
  const edited = steps(whole, edit);
  return typeof edited === 'string' ? { ok: true, text: edited, change: changeBetween(text, edited) } : { ok: false, mistakes: edited };
}

/** What a criterion of a kind begins as; the fields that it must have are there, empty. */
export function newCriterion(kind: CriterionKind): CriterionInput {
  switch (kind) {
    case 'command':
      return { id: 'command-1', kind, run: '' };
    case 'file':
      return { id: 'file-1', kind, path: '' };
    case 'diff':
      return { id: 'diff-1', kind };
    case 'metric':
      return { id: 'metric-1', kind, run: '' };
    case 'rubric':
      return { id: 'rubric-1', kind, question: '' };
  }
}

function steps(text: string, edit: SpecEdit): string | SpecMistake[] {
  switch (edit.do) {
    case 'title':
      return apply(text, { do: 'put', path: ['title'], value: edit.title });
    case 'goal':
      return putGoal(text, edit.goal);
    case 'field':
      return applyToCriterion(text, edit.criterion, putOrDrop(['criteria', edit.criterion, edit.field], edit.value));
    case 'add': {
      const ids = idsOf(text);
      const at = Math.min(edit.at ?? ids.length, ids.length);
      const { id, kind, title, ...rest } = edit.criterion;
      const value = { id: freeId(id, ids), kind, ...(title === undefined ? {} : { title }), ...rest };
      return apply(text, { do: 'insert', path: ['criteria'], at, value: sayable(value) });
    }
    case 'duplicate':
      return duplicate(text, edit.criterion);
    case 'move':
      return apply(text, { do: 'move', path: ['criteria'], from: edit.from, to: edit.to });
    case 'remove':
      return apply(text, { do: 'remove', path: ['criteria'], at: edit.criterion });
    case 'budget':
      return apply(text, putOrDrop(['budget', edit.field], edit.value));
    case 'protect':
      return apply(text, edit.globs.length === 0 ? { do: 'drop', path: ['protect'] } : { do: 'put', path: ['protect'], value: edit.globs });
    case 'link':
      return link(text, edit.criterion, edit.line);
    case 'unlink': {
      const rest = provesOf(text, edit.criterion).filter((id) => id !== edit.requirement);
      return applyToCriterion(
        text,
        edit.criterion,
        putOrDrop(['criteria', edit.criterion, 'proves'], rest.length === 0 ? undefined : rest),
      );
    }
    case 'kind':
      return changeKind(text, edit.criterion, edit.kind);
    case 'setup':
      return edit.field === 'run' && (edit.value === undefined || edit.value === '')
        ? apply(text, { do: 'drop', path: ['setup'] })
        : apply(text, putOrDrop(['setup', edit.field], edit.value));
  }
}

function putOrDrop(path: YamlPath, value: FieldValue | undefined): YamlEdit {
  return value === undefined ? { do: 'drop', path } : { do: 'put', path, value };
}

function apply(text: string, edit: YamlEdit): string | SpecMistake[] {
  const split = splitSpec(text);
  if (!split.ok) return [split.mistake];
  const { lf, yaml } = split.parts;
  const source = lf.slice(yaml.from, yaml.to);
  const changes = editYaml(source, edit, orderIn(source));
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
function inTurn(text: string, edits: readonly ((text: string) => string | SpecMistake[])[]): string | SpecMistake[] {
  let current = text;
  for (const edit of edits) {
    const next = edit(current);
    if (typeof next !== 'string') return next;
    current = next;
  }
  return current;
}

function link(text: string, criterion: number, line: number): string | SpecMistake[] {
  const draft = draftOf(text);
  const named = nameLine(draft.goal, line);
  if (named === undefined) return [{ line: draft.goalLine + line - 1, message: 'No requirement stands on this line of the goal.' }];
  const proves = [...new Set([...provesOf(text, criterion), named.id])];
  return inTurn(text, [
    (current) => (named.goal === draft.goal ? current : putGoal(current, named.goal)),
    (current) => applyToCriterion(current, criterion, { do: 'put', path: ['criteria', criterion, 'proves'], value: proves }),
  ]);
}

function provesOf(text: string, criterion: number): readonly string[] {
  return draftOf(text).criteria[criterion]?.proves ?? [];
}

function changeKind(text: string, index: number, kind: CriterionKind): string | SpecMistake[] {
  const criterion = draftOf(text).criteria[index];
  const names = criterionFields(kind);
  const strange = Object.keys(criterion?.values ?? {}).concat(
    criterion?.unknown.flatMap(({ name, misspelt }) => (misspelt ? [name] : [])) ?? [],
  );
  const gone = strange.filter((name) => !names.includes(name) && criterionFields(undefined).includes(name));
  const needed: [string, FieldValue | undefined][] = Object.entries(newCriterion(kind));
  const fresh = needed.filter(([name]) => name !== 'id' && name !== 'kind' && criterion?.values[name] === undefined);
  const path = (field: string): YamlPath => ['criteria', index, field];
  return inTurn(text, [
    (current) => applyToCriterion(current, index, { do: 'put', path: path('kind'), value: kind }),
    ...gone.map((name) => (current: string) => apply(current, { do: 'drop', path: path(name) })),
    ...fresh.map(
      ([name, value]) =>
        (current: string) =>
          apply(current, { do: 'put', path: path(name), value: value ?? '' }),
    ),
  ]);
}

/** A criterion that is a word alone has no fields, and would be lost under one. */
function applyToCriterion(text: string, index: number, edit: YamlEdit): string | SpecMistake[] {
  const node = criteriaNode(text);
  const found: unknown = isSeq(node) ? node.items[index] : undefined;
  if (isScalar(found) && found.value !== null)
    return [{ line: 2, message: 'This criterion is no group of fields: correct it in the text.' }];
  return apply(text, edit);
}

function putGoal(text: string, goal: string): string | SpecMistake[] {
  const split = splitSpec(text);
  if (!split.ok) return [split.mistake];
  const { lf, yaml, goal: place } = split.parts;
  const made = goal.replaceAll('\r\n', '\n');
  const below = lf.slice(yaml.to, place.from);
  const hasGap = below.endsWith('\n\n');
  const endsLine = place.to < lf.length;
  const insert = `${below.endsWith('\n') ? '' : '\n'}${hasGap || !(made.startsWith('\n') || place.from === lf.length) ? '' : '\n'}${made}${endsLine || place.to > place.from ? '' : '\n'}`;
  return changeText(text, [{ from: place.from, to: place.to, insert }]);
}

/** The same lines once more, then another id. */
function duplicate(text: string, index: number): string | SpecMistake[] {
  const node = criteriaNode(text);
  const found: unknown = isSeq(node) ? node.items[index] : undefined;
  if (!isMap(found)) return [{ line: 2, message: 'This criterion is no group of fields: correct it in the text.' }];
  const ids = idsOf(text);
  const copied = apply(text, { do: 'copy', path: ['criteria'], at: index });
  if (typeof copied !== 'string') return copied;
  return apply(copied, { do: 'put', path: ['criteria', index + 1, 'id'], value: freeId(ids[index] ?? 'criterion', ids) });
}

function criteriaNode(text: string): unknown {
  const split = splitSpec(text);
  return split.ok ? nodeAt(readYaml(split.parts.lf.slice(split.parts.yaml.from, split.parts.yaml.to)).contents, ['criteria']) : undefined;
}

function idsOf(text: string): (string | undefined)[] {
  const node = criteriaNode(text);
  return isSeq(node)
    ? node.items.map((item) => {
        const id: unknown = isMap(item) ? item.get('id') : undefined;
        return typeof id === 'string' ? id : undefined;
      })
    : [];
}

/** `tests`, `tests-2`, `tests-3` … */
function freeId(wanted: string, taken: readonly (string | undefined)[]): string {
  if (!taken.includes(wanted)) return wanted;
  const stem = wanted.replace(/-\d+$/, '').slice(0, 58);
  for (let count = 2; ; count++) if (!taken.includes(`${stem}-${count}`)) return `${stem}-${count}`;
}

/** A criterion's fields are text, numbers, booleans and lists of text. */
type Fields = Readonly<Record<string, FieldValue | undefined>>;

function sayable(fields: Fields): YamlValue {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

function orderIn(yaml: string): (path: YamlPath) => readonly string[] {
  return (path) => {
    if (path.length === 0) return TOP_FIELDS;
    if (path[0] === 'budget') return BUDGET_FIELDS;
    if (path[0] === 'setup') return SETUP_FIELDS;
    const criterion = nodeAt(readYaml(yaml).contents, path);
    return criterionFields(isMap(criterion) ? criterion.get('kind') : undefined);
  };
}

/** What differs, without what is alike at both ends. */
function changeBetween(before: string, after: string): TextChange {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) };
}
