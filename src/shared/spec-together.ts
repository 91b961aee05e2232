/** What no field shows alone: criteria that contradict themselves or each other, and lines of the goal that are not there. Pure. */
import { Criterion, type CriterionOf } from './criteria.ts';
import { goalIds } from './ears.ts';
import { globFault } from './glob-fault.ts';
import type { SpecMistake } from './spec.ts';
import { isList, type YamlValue } from './yaml-words.ts';

type Path = readonly (string | number)[];
/** What `proves` can name. */
const ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

interface Fault {
  /** Below the criterion; empty: the criterion as a whole. */
  path: Path;
  message: string;
}

/** `front` without strange fields. A criterion whose own fields are wrong is held against the others alone, until they are right. */
export function checkTogether(front: YamlValue, goal: string, goalLine: number, lineOf: (path: Path) => number): SpecMistake[] {
  const read = (name: string): YamlValue | undefined =>
    typeof front === 'object' && front !== null ? (Reflect.get(front, name) as YamlValue) : undefined; // parts of such values
  const criteria = read('criteria');
  const list = criteria !== undefined && isList(criteria) ? criteria : [];
  const lines = goalIds(goal);
  const at = (path: Path, message: string): SpecMistake => ({ line: lineOf(path), message, path: path.join('.') });
  const protect = read('protect');
  return [
    ...list.flatMap((raw, index) => {
      const parsed = Criterion.safeParse(raw);
      const faults = parsed.success ? [...faultsOf(parsed.data), ...unknownLines(parsed.data, lines)] : [];
      return [...twice(list, index, lineOf), ...faults].map(({ path, message }) => at(['criteria', index, ...path], message));
    }),
    ...globFaults(texts(protect), 'protect', true).map(({ path, message }) => at(path, message)),
    ...lines.flatMap(({ id, line }, index): SpecMistake[] => {
      if (!ID.test(id))
        return [{ line: line + goalLine - 1, message: `{#${id}} is no id: use lower-case letters, digits and dashes.`, path: 'goal' }];
      const first = lines.findIndex((other) => other.id === id);
      if (first === index) return [];
      const message = `The goal has {#${id}} twice (line ${(lines[first]?.line ?? 1) + goalLine - 1}); every line needs its own.`;
      return [{ line: line + goalLine - 1, message, path: 'goal' }];
    }),
  ];
}

function twice(list: readonly YamlValue[], index: number, lineOf: (path: Path) => number): Fault[] {
  const idOf = (value: YamlValue | undefined): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined;
  const id = idOf(list[index]);
  const first = list.findIndex((other) => idOf(other) === id);
  if (typeof id !== 'string' || first === index) return [];
  const message = `The id "${id}" is used twice (line ${lineOf(['criteria', first, 'id'])}); every criterion needs its own.`;
  return [{ path: ['id'], message }];
}

function unknownLines(criterion: Criterion, lines: readonly { id: string }[]): Fault[] {
  return (criterion.proves ?? []).flatMap((id, index) =>
    lines.some((line) => line.id === id)
      ? []
      : [{ path: ['proves', index], message: `The goal has no line "${id}": write {#${id}} at the end of the line that this proves.` }],
  );
}

function faultsOf(criterion: Criterion): Fault[] {
  switch (criterion.kind) {
    case 'command':
      return patternFaults('output', criterion.output);
    case 'file':
      return patternFaults('matches', criterion.matches);
    case 'diff':
      return diffFaults(criterion);
    case 'metric':
      return metricFaults(criterion);
    case 'rubric': {
      if ((criterion.provider === undefined) === (criterion.model === undefined)) return [];
      const [has, lacks] = criterion.provider === undefined ? ['model', 'provider'] : ['provider', 'model'];
      return [{ path: [has], message: `"${has}" needs "${lacks}" beside it: another model is named by both.` }];
    }
  }
}

function diffFaults({ mustChange = [], mustNotChange = [], maxFiles, maxLines }: CriterionOf<'diff'>): Fault[] {
  const asksNothing = mustChange.length + mustNotChange.length === 0 && maxFiles === undefined && maxLines === undefined;
  if (asksNothing) return [{ path: [], message: 'This criterion asks nothing: add mustChange, mustNotChange, maxFiles or maxLines.' }];
  const none = maxFiles === 0 ? 'maxFiles' : maxLines === 0 ? 'maxLines' : undefined;
  return [
    ...globFaults(mustChange, 'mustChange'),
    ...globFaults(mustNotChange, 'mustNotChange'),
    ...mustNotChange.flatMap((glob, index) =>
      mustChange.includes(glob)
        ? [{ path: ['mustNotChange', index], message: `"${glob}" must change and must not change: remove it from one of the two lists.` }]
        : [],
    ),
    ...(none !== undefined && mustChange.length > 0
      ? [{ path: [none], message: `"${none}" is 0, and "mustChange" asks for a change: remove one of them.` }]
      : []),
  ];
}

function metricFaults({ number, atMost, atLeast }: CriterionOf<'metric'>): Fault[] {
  const bounds: Fault[] =
    atMost === undefined && atLeast === undefined
      ? [{ path: [], message: 'This metric has no bound: add atMost or atLeast.' }]
      : atMost !== undefined && atLeast !== undefined && atLeast > atMost
        ? [{ path: ['atLeast'], message: `"atLeast" (${atLeast}) is more than "atMost" (${atMost}): no number is both.` }]
        : [];
  const faults = patternFaults('number', number);
  if (number === undefined || faults.length > 0) return [...faults, ...bounds];
  // A pattern that may also match nothing tells how many groups it has.
  const groups = (new RegExp(`${number}|`, 'm').exec('')?.length ?? 1) - 1;
  const none = { path: ['number'], message: '"number" has no group: put the part that is the number in brackets, e.g. took (\\d+) ms.' };
  return groups > 0 ? bounds : [none, ...bounds];
}

function patternFaults(field: string, pattern: string | undefined): Fault[] {
  try {
    new RegExp(pattern ?? '', 'm');
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
    return [{ path: [field], message: `"${field}" is not a regular expression: ${why}` }];
  }
}

/** `negated`: a `!` at the beginning has a meaning here. */
function globFaults(globs: readonly string[], field: string, negated = false): Fault[] {
  return globs.flatMap((glob, index) => {
    const fault = globFault(negated ? glob.replace(/^!/, '') : glob);
    return fault === undefined ? [] : [{ path: [field, index], message: `"${glob}" is not a glob that can match: ${fault}.` }];
  });
}

function texts(value: YamlValue | undefined): string[] {
  return value !== undefined && value !== null && isList(value) ? value.filter((one) => typeof one === 'string') : [];
}
