/** What a schema found wrong, in the words of whoever wrote the spec. Pure. */
import type { z } from 'zod';
import type { SpecMistake } from './spec.ts';

type Issue = z.core.$ZodIssue;
type LineOf = (path: readonly (string | number)[]) => number;

const KINDS = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
} as const;

const MISSING: Readonly<Record<string, string>> = {
  title: 'The title is missing: add a line title: with a few words.',
  criteria: 'The criteria are missing: add criteria: with at least one criterion.',
  id: 'The id is missing: give the criterion one, e.g. id: tests-pass.',
  kind: 'The kind is missing: write kind: command, file, diff, metric or rubric.',
  run: 'The command is missing: add a line run: with what to run.',
  path: 'The path is missing: add a line path: with the file to look at.',
  question: 'The question is missing: add a line question: with what a model is to judge.',
};

export function explainIssue(issue: Issue, root: unknown, lineOf: LineOf): SpecMistake {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  return { line: lineOf(path), message: say(issue, valueAt(root, issue.path)), path: path.join('.') };
}

function say(issue: Issue, value: unknown): string {
  const field = String(issue.path.at(-1) ?? 'front matter');
  const missing = value === undefined || value === null || value === '';
  if (missing && MISSING[field] !== undefined) return MISSING[field];
  if (missing && issue.path.length === 2 && issue.path[0] === 'criteria')
    return 'This criterion is empty: give it id, kind and what to check.';
  if (missing && issue.code === 'invalid_type') return `"${field}" has no value: write one or remove the line.`;
  switch (issue.code) {
    case 'invalid_type':
      return `"${field}" must be ${kindOf(issue.expected)}${issue.expected === 'string' && typeof value !== 'object' ? '; put it in quotes' : ''}.`;
    case 'invalid_union':
      return field === 'kind'
        ? `Unknown kind "${plain(value)}": use command, file, diff, metric or rubric.`
        : `"${field}" is not understood.`;
    case 'invalid_value':
      return `"${field}" is "${plain(value)}"; it can be ${issue.values.map(String).join(' or ')}.`;
    case 'too_small':
      return issue.origin === 'array'
        ? `${sentence(issue.message)}.`
        : issue.origin === 'string'
          ? `${sentence(issue.message)}.`
          : `"${field}" must be ${issue.inclusive === true ? 'at least' : 'more than'} ${issue.minimum}.`;
    case 'too_big':
      return `"${field}" must be at most ${issue.maximum}.`;
    default:
      return `"${field}": ${issue.message}.`;
  }
}

function kindOf(expected: string): string {
  return expected in KINDS ? KINDS[expected as keyof typeof KINDS] : expected; // checked by `in`
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 60) : (JSON.stringify(value) ?? '').slice(0, 60);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), root);
}
