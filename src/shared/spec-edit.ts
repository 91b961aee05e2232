/**
 * Edits of a spec's text, as the cards make them. Pure.
 *
 * The text is the one truth: an edit changes what it names and leaves every other byte, comments, order, blank lines,
 * quotes, unknown fields, line ends and a byte order mark included.
 */
import { apply, applyToCriterion, idsOf, inTurn, type Applied } from './apply-edit.ts';
import type { CriterionInput, CriterionKind } from './criteria.ts';
import { changeText, splitSpec, type TextChange } from './front-matter.ts';
import { link, putGoal, unlink } from './goal-edit.ts';
import { draftOf } from './spec-draft.ts';
import { criterionFields } from './spec-fields.ts';
import type { SpecMistake } from './spec.ts';
import type { YamlEdit } from './yaml-edit.ts';
import type { YamlPath } from './yaml-place.ts';
import type { YamlValue } from './yaml-words.ts';

/** A value of a field as it is typed, right or wrong: what is wrong is a mistake of the text. */
export type FieldValue = string | number | boolean | readonly string[];

/** Criteria are counted from 0, in the order of the text. */
export type SpecEdit =
  | { do: 'title'; title: string }
  /** The goal as `draftOf` gives it, to the last blank line. */
  | { do: 'goal'; goal: string }
  /** Without a value, the field is taken out. Any name will do, so that a field that is not known can be taken out too. */
  | { do: 'field'; criterion: number; field: string; value: FieldValue | undefined }
  /** Which model answers a rubric: named by both, or the session's. */
  | { do: 'judge'; criterion: number; judge: { provider: string; model: string } | undefined }
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

function steps(text: string, edit: SpecEdit): Applied {
  switch (edit.do) {
    case 'title':
      return apply(text, { do: 'put', path: ['title'], value: edit.title });
    case 'goal':
      return putGoal(text, edit.goal);
    case 'field':
      return applyToCriterion(text, edit.criterion, putOrDrop(['criteria', edit.criterion, edit.field], edit.value));
    case 'judge':
      return inTurn(
        text,
        (['provider', 'model'] as const).map(
          (field) => (current) =>
            applyToCriterion(current, edit.criterion, putOrDrop(['criteria', edit.criterion, field], edit.judge?.[field])),
        ),
      );
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
    case 'unlink':
      return unlink(text, edit.criterion, edit.requirement);
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

/** The same lines once more, then another id. */
function duplicate(text: string, index: number): Applied {
  const ids = idsOf(text);
  const id = freeId(ids[index] ?? 'criterion', ids);
  return inTurn(text, [
    (current) => apply(current, { do: 'copy', path: ['criteria'], at: index }),
    (current) => applyToCriterion(current, index + 1, { do: 'put', path: ['criteria', index + 1, 'id'], value: id }),
  ]);
}

function changeKind(text: string, index: number, kind: CriterionKind): Applied {
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

/** What differs, without what is alike at both ends. */
function changeBetween(before: string, after: string): TextChange {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) };
}
