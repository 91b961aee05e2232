/** How the fields of a criterion are edited, by kind. Pure. */
import { REPEATS, type CriterionKind } from '../../../../shared/criteria.ts';

interface Common {
  name: string;
  label: string;
  /** Share of the card's width, of 12. */
  span: 3 | 4 | 6 | 8 | 12;
  placeholder?: string;
}

export type CardField = Common &
  (
    | { type: 'text' | 'machine' | 'long' | 'globs' }
    /** The value that it has where it is left out. */
    | { type: 'number'; otherwise?: number }
    /** The first option stands for a field that is left out. */
    | { type: 'choice'; options: readonly { value: string | boolean; label: string; detail?: string }[] }
  );

/** A field of its own: which model answers, named by provider and model. */
export interface JudgeField {
  type: 'judge';
  name: 'model';
  label: string;
}

interface KindLook {
  name: string;
  /** One line: what it proves. */
  what: string;
  /** Always on the card. */
  main: readonly CardField[];
  /** With "More". */
  more: readonly (CardField | JudgeField)[];
}

const run: CardField = { name: 'run', label: 'Command', type: 'machine', span: 12, placeholder: 'npm test -- upload' };
const timeLimit: CardField = { name: 'timeoutSeconds', label: 'Time limit, s', type: 'number', span: 3, otherwise: 300 };
const workspace: CardField = {
  name: 'workspace',
  label: 'Workspace',
  type: 'choice',
  span: 6,
  options: [
    { value: 'shared', label: 'Shared', detail: 'in turn, sees what earlier ones left' },
    { value: 'own', label: 'Its own', detail: 'a copy, at the same time as others' },
  ],
};
const title: CardField = { name: 'title', label: 'Title', type: 'text', span: 6, placeholder: 'What a person calls it' };
const id: CardField = { name: 'id', label: 'Id', type: 'machine', span: 6 };

export const kindLooks: Readonly<Record<CriterionKind, KindLook>> = {
  command: {
    name: 'Command',
    what: 'a command ends as it should',
    main: [run],
    more: [
      title,
      id,
      { name: 'output', label: 'Output matches', type: 'machine', span: 6, placeholder: 'regular expression' },
      { name: 'exitCode', label: 'Exit code', type: 'number', span: 3, otherwise: 0 },
      timeLimit,
      { name: 'repeats', label: 'Runs in the gate', type: 'number', span: 3, otherwise: REPEATS.command },
      {
        name: 'fewerTests',
        label: 'Fewer tests',
        type: 'choice',
        span: 3,
        options: [
          { value: 'fail', label: 'Fail', detail: 'where fewer ran than on the base' },
          { value: 'allow', label: 'Are fine' },
        ],
      },
      workspace,
    ],
  },
  file: {
    name: 'File',
    what: 'a file is there, or is not',
    main: [
      { name: 'path', label: 'Path', type: 'machine', span: 8, placeholder: 'docs/uploads.md' },
      {
        name: 'exists',
        label: 'The file',
        type: 'choice',
        span: 4,
        options: [
          { value: true, label: 'exists' },
          { value: false, label: 'is not there' },
        ],
      },
    ],
    more: [title, id, { name: 'matches', label: 'Text matches', type: 'machine', span: 12, placeholder: 'regular expression' }],
  },
  diff: {
    name: 'Diff',
    what: 'what the work may and must touch',
    main: [
      { name: 'mustChange', label: 'Must change', type: 'globs', span: 6, placeholder: 'src/upload/**' },
      { name: 'mustNotChange', label: 'Must not touch', type: 'globs', span: 6, placeholder: 'test/**' },
      { name: 'maxFiles', label: 'Files at most', type: 'number', span: 6 },
      { name: 'maxLines', label: 'Changed lines at most', type: 'number', span: 6 },
    ],
    more: [title, id],
  },
  metric: {
    name: 'Metric',
    what: 'a command prints a number within bounds',
    main: [
      { ...run, placeholder: 'node bench/upload.mjs' },
      {
        name: 'of',
        label: 'Bounds are of',
        type: 'choice',
        span: 6,
        options: [
          { value: 'value', label: 'The number' },
          { value: 'ratio_to_base', label: 'Number ÷ base', detail: 'divided by that of the base' },
        ],
      },
      { name: 'atMost', label: 'At most', type: 'number', span: 3 },
      { name: 'atLeast', label: 'At least', type: 'number', span: 3 },
    ],
    more: [
      title,
      id,
      { name: 'number', label: 'Number', type: 'machine', span: 6, placeholder: 'first group of a pattern; else the last number' },
      { name: 'unit', label: 'Unit', type: 'text', span: 3, placeholder: 'ms' },
      { name: 'repeats', label: 'Runs, odd', type: 'number', span: 3, otherwise: REPEATS.metric },
      timeLimit,
      { ...workspace, span: 6 },
    ],
  },
  rubric: {
    name: 'Rubric',
    what: 'a model answers a question about the work, with quotes',
    main: [
      {
        name: 'question',
        label: 'Question',
        type: 'long',
        span: 12,
        placeholder: 'Does every retry wait longer than the one before, and say so in the log?',
      },
    ],
    more: [
      title,
      id,
      { name: 'asks', label: 'Times asked, odd', type: 'number', span: 4, otherwise: REPEATS.rubric },
      { name: 'model', label: 'Answered by', type: 'judge' },
    ],
  },
};

/** What is wrong with a field that is empty and must not be, in the words of the cards; other mistakes say it themselves. */
export const emptyWords: Readonly<Record<string, string>> = {
  title: 'A spec needs a title.',
  goal: 'Say what is to be done.',
  id: 'A criterion needs an id.',
  run: 'Write the command.',
  path: 'Write the path of the file.',
  question: 'Write the question.',
};
