/**
 * A spec as a person writes it: Markdown with YAML front matter. Pure.
 *
 * The front matter has `title`, `criteria` and `budget`; the body is the goal. Reading answers every mistake it can
 * find with its line, in words that say what to write instead.
 */
import { Document, isMap, isNode, isPair, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { Criterion } from './criteria.ts';
import { explainIssue } from './spec-issues.ts';
import { Budget, Spec, type ParsedSpec, type SpecMistake } from './spec.ts';

const FrontMatter = z.strictObject({
  title: z.string().trim().min(1, 'a spec needs a title'),
  criteria: z.array(Criterion).min(1, 'a spec needs at least one criterion'),
  budget: Budget.prefault({}),
  protect: Spec.shape.protect,
  setup: Spec.shape.setup,
});

/** Reads a spec's text. Line ends may be either kind; the goal comes back with `\n`, without blank lines around it. */
export function parseSpec(text: string): ParsedSpec {
  const split = splitFrontMatter(text);
  if ('mistakes' in split) return { ok: false, mistakes: split.mistakes };
  const { yaml, goal, goalLine } = split;
  const noGoal = goal === '' ? [{ line: goalLine, message: 'The goal is missing: write below the second --- what is to be done.' }] : [];
  const read = readFrontMatter(yaml);
  if (!read.ok) return { ok: false, mistakes: inOrder([...read.mistakes, ...noGoal]) };
  if (noGoal.length > 0) return { ok: false, mistakes: noGoal };
  return { ok: true, spec: { ...read.value, goal } };
}

/** The title alone, of a text that may be full of mistakes; undefined where it has none. */
export function titleOf(text: string): string | undefined {
  const split = splitFrontMatter(text);
  if ('mistakes' in split) return undefined;
  const title: unknown = parseDocument(split.yaml, { logLevel: 'silent' }).get('title');
  return typeof title === 'string' && title.trim() !== '' ? title.trim() : undefined;
}

/** The text of a new spec. What has its default value is left out, but for the budget's minutes and iterations. */
export function formatSpec(spec: Spec): string {
  const criteria = spec.criteria.map((criterion) => {
    const { id, kind, title, ...rest } = criterion;
    const defaults = new Map<string, unknown>(
      Object.entries({ visibility: 'shown', weight: 'must', exitCode: 0, timeoutSeconds: 300, exists: true }),
    );
    const said = Object.entries(rest).filter(([key, value]) => value !== undefined && defaults.get(key) !== value);
    return { id, kind, ...(title === undefined ? {} : { title }), ...Object.fromEntries(said) };
  });
  const document = new Document({ title: spec.title, criteria, budget: spec.budget });
  return `---\n${document.toString({ lineWidth: 0 })}---\n\n${spec.goal.trim()}\n`;
}

type Split = { yaml: string; goal: string; goalLine: number } | { mistakes: SpecMistake[] };

/** The front matter begins on line 2: line 1 is the `---` above it. */
function splitFrontMatter(text: string): Split {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .split('\n');
  if (lines.every((line) => line.trim() === ''))
    return { mistakes: [{ line: 1, message: 'The file is empty. Begin with --- and a title.' }] };
  if (lines[0]?.trimEnd() !== '---') {
    return {
      mistakes: [{ line: 1, message: 'The front matter is missing: the first line must be ---, then title and criteria, then --- again.' }],
    };
  }
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (end === -1) return { mistakes: [{ line: lines.length, message: 'The front matter has no end: put a line --- below the criteria.' }] };
  return {
    yaml: lines.slice(1, end).join('\n'),
    goal: lines
      .slice(end + 1)
      .join('\n')
      .trim(),
    goalLine: end + 2,
  };
}

function readFrontMatter(yaml: string): { ok: true; value: z.infer<typeof FrontMatter> } | { ok: false; mistakes: SpecMistake[] } {
  const counter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: counter, prettyErrors: false, logLevel: 'silent' });
  const lineAt = (offset: number): number => counter.linePos(Math.min(offset, yaml.length)).line + 1;
  if (document.errors.length > 0) {
    return {
      ok: false,
      mistakes: inOrder(
        document.errors.map((error) => ({ line: lineAt(error.pos[0]), message: `The YAML cannot be read: ${error.message}` })),
      ),
    };
  }
  const alias = firstAlias(document);
  if (alias !== undefined)
    return { ok: false, mistakes: [{ line: lineAt(alias), message: 'Write it out: a spec has no YAML aliases (* and &).' }] };
  const value: unknown = document.toJS();
  const lineOf = (path: readonly PropertyKey[]): number => lineAt(offsetOf(document, path));
  if (!isMap(document.contents))
    return { ok: false, mistakes: [{ line: 2, message: 'The front matter must have the fields title and criteria.' }] };
  const parsed = FrontMatter.safeParse(value);
  const mistakes = parsed.success
    ? checkCriteria(parsed.data.criteria, lineOf)
    : parsed.error.issues.flatMap((issue) => explainIssue(issue, value, lineOf));
  return parsed.success && mistakes.length === 0 ? { ok: true, value: parsed.data } : { ok: false, mistakes: inOrder(mistakes) };
}

/** What the schema of one criterion cannot see: another one with its id, and whether a pattern is one. */
function checkCriteria(criteria: readonly Criterion[], lineOf: (path: readonly PropertyKey[]) => number): SpecMistake[] {
  return criteria.flatMap((criterion, index) => {
    const first = criteria.findIndex((other) => other.id === criterion.id);
    const twice =
      first === index
        ? []
        : [
            {
              line: lineOf(['criteria', index, 'id']),
              message: `The id "${criterion.id}" is used twice (line ${lineOf(['criteria', first, 'id'])}); every criterion needs its own.`,
            },
          ];
    const [field, pattern] = patternOf(criterion);
    const fault = patternFault(pattern);
    return fault === undefined
      ? twice
      : [...twice, { line: lineOf(['criteria', index, field]), message: `"${field}" is not a regular expression: ${fault}` }];
  });
}

function patternOf(criterion: Criterion): [field: string, pattern: string | undefined] {
  switch (criterion.kind) {
    case 'command':
      return ['output', criterion.output];
    case 'file':
      return ['matches', criterion.matches];
    case 'metric':
      return ['number', criterion.number];
    case 'diff':
    case 'rubric':
      return ['', undefined];
  }
}

function patternFault(pattern: string | undefined): string | undefined {
  try {
    new RegExp(pattern ?? '', 'm');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
  }
}

/** Aliases can make a small file stand for a huge one; a spec needs none. */
function firstAlias(document: Document.Parsed): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Alias: (_key, node) => {
      offset = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
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
