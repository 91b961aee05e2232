/** A spec's text read once, for whoever needs all of it or what there is of it. Pure. */
import { isMap, isNode, isPair, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { Criterion } from './criteria.ts';
import { splitSpec, type SpecParts } from './front-matter.ts';
import { explainIssue } from './spec-issues.ts';
import { checkTogether } from './spec-together.ts';
import { Budget, Spec, type SpecMistake } from './spec.ts';
import { sortFields, type StrangeField } from './strange-fields.ts';
import { firstAlias, type YamlPath } from './yaml-place.ts';
import type { YamlValue } from './yaml-words.ts';

const FrontMatter = z.strictObject({
  title: z.string().trim().min(1, 'a spec needs a title'),
  criteria: z.array(Criterion).min(1, 'a spec needs at least one criterion'),
  budget: Budget.prefault({}),
  protect: Spec.shape.protect,
  setup: Spec.shape.setup,
});

export interface SpecReading {
  /** In the order of the lines. */
  mistakes: SpecMistake[];
  /** What has no effect, and is no mistake. */
  warnings: SpecMistake[];
  /** Null: there is no front matter, or it does not end. */
  parts: SpecParts | null;
  /** The front matter's values as they stand; null where there are none that can be told apart. */
  values: YamlValue;
  /** It cannot be said what the values are: the YAML is broken. */
  broken: boolean;
  /** Fields that are not known, near to one that is or not. */
  strange: StrangeField[];
  lineOf(path: YamlPath): number;
  /** Null where there are mistakes. */
  spec: Spec | null;
}

export function readSpec(text: string): SpecReading {
  const nothing = { warnings: [], values: null, broken: true, strange: [], lineOf: () => 1, spec: null };
  const split = splitSpec(text);
  if (!split.ok) return { ...nothing, mistakes: [split.mistake], parts: null };
  const { lf, yaml, goal: place } = split.parts;
  const source = lf.slice(yaml.from, yaml.to);
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter, prettyErrors: false, logLevel: 'silent' });
  const lineAt = (offset: number): number => counter.linePos(Math.max(0, Math.min(offset, source.length - 1))).line + 1;
  const lineOf = (path: readonly PropertyKey[]): number => lineAt(offsetOf(document, path));
  const goal = lf.slice(place.from, place.to).trim();
  const noGoal: SpecMistake[] =
    goal === ''
      ? [
          {
            line: lf.slice(0, yaml.to).split('\n').length + 1,
            message: 'The goal is missing: write below the second --- what is to be done.',
            path: 'goal',
          },
        ]
      : [];
  const broken = faultsOf(document, lineAt);
  const values = valuesOf(document);
  if (broken.length > 0) return { ...nothing, values, parts: split.parts, lineOf, mistakes: inOrder([...broken, ...noGoal]) };
  if (!isMap(document.contents)) {
    const mistake = { line: 2, message: 'The front matter must have the fields title and criteria.' };
    return { ...nothing, broken: document.contents !== null, parts: split.parts, lineOf, mistakes: [mistake, ...noGoal] };
  }
  const { known, strange } = sortFields(values);
  const parsed = FrontMatter.safeParse(known);
  const mistakes = inOrder([
    ...noGoal,
    ...strange.flatMap(({ path, mistake }) => (mistake === null ? [] : [{ line: lineOf(path), message: mistake, path: path.join('.') }])),
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => explainIssue(issue, known, lineOf))),
    ...checkTogether(known, lf.slice(place.from, place.to), place.line, lineOf),
  ]);
  const warnings = inOrder(
    strange.flatMap(({ path, mistake }) =>
      mistake === null
        ? [{ line: lineOf(path), message: `Drover has no field "${path.at(-1)}": it is kept and has no effect.`, path: path.join('.') }]
        : [],
    ),
  );
  const spec = parsed.success && mistakes.length === 0 ? { ...parsed.data, goal } : null;
  return { mistakes, warnings, parts: split.parts, values, broken: false, strange, lineOf, spec };
}

function faultsOf(document: Document.Parsed, lineAt: (offset: number) => number): SpecMistake[] {
  if (document.errors.length > 0)
    return document.errors.map((error) => ({ line: lineAt(error.pos[0]), message: `The YAML cannot be read: ${error.message}` }));
  const alias = firstAlias(document);
  return alias === undefined ? [] : [{ line: lineAt(alias), message: 'Write it out: a spec has no YAML aliases (* and &).' }];
}

function valuesOf(document: Document.Parsed): YamlValue {
  try {
    // What YAML's core schema makes: text, numbers, booleans, null, lists and groups.
    return document.toJS({ maxAliasCount: 0 }) as YamlValue;
  } catch {
    return null;
  }
}

/** Where the value at a path begins; for a field that is not there, the nearest thing around it. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of path) {
    const next: unknown = isMap(node)
      ? node.items.find((item) => isNode(item.key) && item.key.toJSON() === key)
      : isSeq(node)
        ? node.items[Number(key)]
        : undefined;
    if (next === undefined) break;
    const start = isPair(next) ? next.key : next;
    if (isNode(start)) offset = start.range?.[0] ?? offset;
    node = isPair(next) ? next.value : next;
  }
  return offset;
}

function inOrder(mistakes: readonly SpecMistake[]): SpecMistake[] {
  return mistakes.toSorted((a, b) => a.line - b.line);
}
