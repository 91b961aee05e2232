/** A criterion and its result: what "done" means, and what a check of it found. */
import { z } from 'zod';

/** Names a criterion, or a line of the goal that criteria prove. */
const Name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'an id is lower-case letters, digits and dashes');

const Path = z
  .string()
  .min(1, 'a file criterion needs a path')
  .refine((p) => !p.startsWith('/') && !p.split('/').includes('..'), 'a path stays inside the project');

/** `**` included, relative to the top of the project. */
const Glob = z.string().min(1, 'a glob is not empty');

const common = {
  /** Stable: results, verdicts and coaching refer to it. */
  id: Name,
  title: z.string().optional(),
  /** `held_out` criteria are run by the gate only; the worker never sees them. */
  visibility: z.enum(['shown', 'held_out']).default('shown'),
  weight: z.enum(['must', 'should']).default('must'),
  /** It holds on the base already and is meant to: a regression guard. */
  guard: z.boolean().optional(),
  /** The goal's lines that it proves, by the `{#id}` at their end. */
  proves: z.array(Name).optional(),
};

const command = {
  /** One line for `sh -c`, run at the top of the workspace. */
  run: z.string().min(1, 'a command criterion needs a command'),
  timeoutSeconds: z.number().int().positive().max(3600).default(300),
  /**
   * `shared` (where it is left out): one after the other in the spec's order, each sees the files that earlier ones left.
   * `own`: on a copy of its own, at the same time as others.
   */
  workspace: z.enum(['shared', 'own']).optional(),
};

/** An odd number of times, so that there is a majority or a median. */
const oddTimes = z
  .number()
  .int()
  .min(1)
  .max(15)
  .refine((n) => n % 2 === 1, 'use an odd number, so that there is a middle');

/** How often the gate runs a command, and a metric, where the criterion does not say; how often a judge is asked. */
export const REPEATS = { command: 2, metric: 3, rubric: 3 } as const;

export const Criterion = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('command'),
    ...command,
    exitCode: z.number().int().min(0).max(255).default(0),
    /** A regular expression (JavaScript, multiline) that stdout or stderr must match. */
    output: z.string().optional(),
    /** How often the gate runs it; all runs must agree. */
    repeats: z.number().int().min(1).max(15).optional(),
    /** Where its output counts tests: fewer than on the base is a failure, unless this says `allow`. */
    fewerTests: z.enum(['fail', 'allow']).optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('file'),
    path: Path,
    exists: z.boolean().default(true),
    /** A regular expression (JavaScript, multiline) that the file's text must match. */
    matches: z.string().optional(),
  }),
  /** What the patch may and must touch. */
  z.strictObject({
    ...common,
    kind: z.literal('diff'),
    /** For each of these globs, a changed file matches it. */
    mustChange: z.array(Glob).optional(),
    mustNotChange: z.array(Glob).optional(),
    maxFiles: z.number().int().min(0).optional(),
    /** Insertions and deletions together. */
    maxLines: z.number().int().min(0).optional(),
  }),
  /** A command that prints a number, run several times; the median is held against the bounds. */
  z.strictObject({
    ...common,
    kind: z.literal('metric'),
    ...command,
    /** A regular expression whose first group is the number; without it, stdout holds one number alone. */
    number: z.string().optional(),
    /** Shown behind the number, e.g. `ms`. */
    unit: z.string().optional(),
    /** What the bounds are of: the number itself, or the number divided by that of the base. */
    of: z.enum(['value', 'ratio_to_base']).default('value'),
    atMost: z.number().optional(),
    atLeast: z.number().optional(),
    repeats: oddTimes.optional(),
  }),
  /** A question that a model answers about the patch, in a context of its own, with quotes that must be found in it. */
  z.strictObject({
    ...common,
    kind: z.literal('rubric'),
    question: z.string().min(1, 'a rubric needs its question'),
    asks: oddTimes.optional(),
    /** Another model than the session's. */
    provider: z.string().optional(),
    model: z.string().optional(),
  }),
]);
export type Criterion = z.infer<typeof Criterion>;
export type CriterionKind = Criterion['kind'];
export type CriterionOf<K extends CriterionKind> = Extract<Criterion, { kind: K }>;
/** As a person may write it: without what has a default. */
export type CriterionInput = z.input<typeof Criterion>;

/** Output bounded where it was produced: the head and the tail; `bytes` is the whole length. */
export const Excerpt = z.object({ head: z.string(), tail: z.string(), bytes: z.number().int() });
export type Excerpt = z.infer<typeof Excerpt>;

/** Tests that an output says were run. */
export const TestCount = z.object({ ran: z.number().int(), failed: z.number().int(), skipped: z.number().int() });
export type TestCount = z.infer<typeof TestCount>;

/** One answer of a judge: evidence first, then the ruling. */
export const JudgeAnswer = z.object({
  /** `found`: it stands in what the judge was given, word for word. An answer without one that does is `unclear`. */
  quotes: z.array(z.object({ text: z.string(), found: z.boolean() })),
  reasoning: z.string(),
  ruling: z.enum(['yes', 'no', 'unclear']),
});
export type JudgeAnswer = z.infer<typeof JudgeAnswer>;

/** What was found on the way and is not there for every kind. Absent in logs of 0.1.0. */
const findings = {
  /** Neither a pass nor a plain failure: runs differ, a judge cannot say. `passed` is false with it. */
  doubt: z.enum(['flaky', 'unclear', 'lost']).optional(),
  /** Runs of a command, as far as they were needed. */
  runs: z.array(z.object({ passed: z.boolean(), reason: z.string(), durationMs: z.number() })).optional(),
  tests: z.object({ now: TestCount.nullable(), base: TestCount.nullable() }).optional(),
  measure: z.object({ value: z.number(), values: z.array(z.number()), base: z.number().nullable() }).optional(),
  answers: z.array(JudgeAnswer).optional(),
  costUsd: z.number().optional(),
};

export const CriterionResult = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['command', 'file', 'diff', 'metric', 'rubric']),
  visibility: z.enum(['shown', 'held_out']),
  weight: z.enum(['must', 'should']),
  passed: z.boolean(),
  /** One line: why it passed or failed. */
  reason: z.string(),
  evidence: z.object({
    /** The command, the path that was read, the question. */
    subject: z.string(),
    exitCode: z.number().int().nullable(),
    stdout: Excerpt,
    stderr: Excerpt,
    durationMs: z.number(),
  }),
  ...findings,
});
export type CriterionResult = z.infer<typeof CriterionResult>;

/** What a criterion runs, reads or asks. */
export function subjectOf(criterion: Criterion): string {
  switch (criterion.kind) {
    case 'command':
    case 'metric':
      return criterion.run;
    case 'file':
      return criterion.path;
    case 'rubric':
      return criterion.question;
    case 'diff':
      return diffSubject(criterion);
  }
}

function diffSubject({ mustChange = [], mustNotChange = [], maxFiles, maxLines }: CriterionOf<'diff'>): string {
  const parts = [
    mustChange.length === 0 ? '' : `must change ${mustChange.join(', ')}`,
    mustNotChange.length === 0 ? '' : `must not touch ${mustNotChange.join(', ')}`,
    maxFiles === undefined ? '' : `at most ${maxFiles} files`,
    maxLines === undefined ? '' : `at most ${maxLines} lines`,
  ];
  return parts.filter((part) => part !== '').join('; ') || 'anything may change';
}

/** What a card or a line calls the criterion. */
export function criterionTitle(criterion: Criterion): string {
  return criterion.title !== undefined && criterion.title !== '' ? criterion.title : subjectOf(criterion);
}

/** The kept text of an excerpt, with a line where the middle was left out. */
export function excerptText(excerpt: Excerpt): string {
  if (excerpt.tail === '') return excerpt.head;
  return `${excerpt.head}\n… ${excerpt.bytes} bytes in all, the middle is left out …\n${excerpt.tail}`;
}
