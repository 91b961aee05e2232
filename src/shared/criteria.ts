/** A criterion, the call that checks it, and what its result proves. Pure: the worker's check and the gate share it. */
import { z } from 'zod';
import type { CallResult, Operation } from './sandbox.ts';

const common = {
  /** Stable: results, verdicts and coaching refer to it. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'an id is lower-case letters, digits and dashes'),
  title: z.string().optional(),
  /** `held_out` criteria are run by the gate only; the worker never sees them. */
  visibility: z.enum(['shown', 'held_out']).default('shown'),
  weight: z.enum(['must', 'should']).default('must'),
};

export const Criterion = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('command'),
    /** One line for `sh -c`, run at the top of the workspace. */
    run: z.string().min(1, 'a command criterion needs a command'),
    exitCode: z.number().int().min(0).max(255).default(0),
    /** A regular expression (JavaScript, multiline) that stdout or stderr must match. */
    output: z.string().optional(),
    timeoutSeconds: z.number().int().positive().max(3600).default(300),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('file'),
    path: z
      .string()
      .min(1, 'a file criterion needs a path')
      .refine((p) => !p.startsWith('/') && !p.split('/').includes('..'), 'a path stays inside the project'),
    exists: z.boolean().default(true),
    /** A regular expression (JavaScript, multiline) that the file's text must match. */
    matches: z.string().optional(),
  }),
]);
export type Criterion = z.infer<typeof Criterion>;

/** Output bounded where it was produced: the head and the tail; `bytes` is the whole length. */
export const Excerpt = z.object({ head: z.string(), tail: z.string(), bytes: z.number().int() });
export type Excerpt = z.infer<typeof Excerpt>;

export const CriterionResult = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['command', 'file']),
  visibility: z.enum(['shown', 'held_out']),
  weight: z.enum(['must', 'should']),
  passed: z.boolean(),
  /** One line: why it passed or failed. */
  reason: z.string(),
  evidence: z.object({
    /** The command, or the path that was read. */
    subject: z.string(),
    exitCode: z.number().int().nullable(),
    stdout: Excerpt,
    stderr: Excerpt,
    durationMs: z.number(),
  }),
});
export type CriterionResult = z.infer<typeof CriterionResult>;

/** Tests a user's pattern against hostile text within a time limit; `'timeout'` where it takes too long. */
export type MatchPattern = (pattern: string, text: string) => boolean | 'timeout';

/** What a card or a line calls the criterion. */
export function criterionTitle(criterion: Criterion): string {
  if (criterion.title !== undefined && criterion.title !== '') return criterion.title;
  return criterion.kind === 'command' ? criterion.run : criterion.path;
}

/** The call that collects the evidence for a criterion. */
export function operationFor(criterion: Criterion): Operation {
  return criterion.kind === 'command'
    ? { op: 'command', command: criterion.run, timeoutMs: criterion.timeoutSeconds * 1000 }
    : { op: 'read', path: criterion.path };
}

/** What judging needs of the world. */
export interface JudgePorts {
  matches: MatchPattern;
  /** Takes known secrets out of evidence before anybody keeps it. */
  mask: (text: string) => string;
}

/** Rules on the evidence of a call. */
export function judgeCriterion(criterion: Criterion, call: CallResult, { matches, mask }: JudgePorts): CriterionResult {
  const masked = (excerpt: Excerpt): Excerpt => ({ ...excerpt, head: mask(excerpt.head), tail: mask(excerpt.tail) });
  const { passed, reason } =
    call.state === 'lost'
      ? { passed: false, reason: 'The check was lost with its sandbox.' }
      : criterion.kind === 'command'
        ? judgeCommand(criterion, call, matches)
        : judgeFile(criterion, call, matches);
  return {
    id: criterion.id,
    title: criterionTitle(criterion),
    kind: criterion.kind,
    visibility: criterion.visibility,
    weight: criterion.weight,
    passed,
    reason,
    evidence: {
      subject: criterion.kind === 'command' ? criterion.run : criterion.path,
      exitCode: criterion.kind === 'command' ? call.exitCode : null,
      stdout: masked(call.stdout),
      stderr: masked(call.stderr),
      durationMs: call.durationMs,
    },
  };
}

type Ruling = { passed: boolean; reason: string };

function judgeCommand(criterion: Extract<Criterion, { kind: 'command' }>, call: CallResult, matches: MatchPattern): Ruling {
  if (call.timedOut) return { passed: false, reason: `Still running after ${criterion.timeoutSeconds} s.` };
  if (call.cancelled) return { passed: false, reason: 'Stopped before it ended.' };
  if (call.exitCode !== criterion.exitCode) {
    const missing = call.exitCode === 127 ? ' The command was not found in the sandbox.' : '';
    return { passed: false, reason: `Exit ${call.exitCode ?? 'by signal'}, expected ${criterion.exitCode}.${missing}` };
  }
  if (criterion.output === undefined) return { passed: true, reason: `Exit ${criterion.exitCode}.` };
  return judgePattern(criterion.output, excerptText(call.stdout) + '\n' + excerptText(call.stderr), 'The output', matches);
}

function judgeFile(criterion: Extract<Criterion, { kind: 'file' }>, call: CallResult, matches: MatchPattern): Ruling {
  const exists = call.error === null;
  if (!exists && call.error?.code !== 'not_found') {
    return { passed: false, reason: call.error?.message ?? 'The file could not be read.' };
  }
  if (exists !== criterion.exists) {
    return { passed: false, reason: exists ? 'The file exists and should not.' : 'The file does not exist.' };
  }
  if (!exists || criterion.matches === undefined) {
    return { passed: true, reason: exists ? 'The file exists.' : 'The file is not there, as it should be.' };
  }
  return judgePattern(criterion.matches, excerptText(call.stdout), 'The file', matches);
}

function judgePattern(pattern: string, text: string, subject: string, matches: MatchPattern): Ruling {
  const matched = matches(pattern, text);
  if (matched === 'timeout') return { passed: false, reason: `The pattern /${pattern}/ took too long on this text.` };
  return { passed: matched, reason: `${subject} ${matched ? 'matches' : 'does not match'} /${pattern}/.` };
}

/** The kept text of an excerpt, with a line where the middle was left out. */
export function excerptText(excerpt: Excerpt): string {
  if (excerpt.tail === '') return excerpt.head;
  return `${excerpt.head}\n… ${excerpt.bytes} bytes in all, the middle is left out …\n${excerpt.tail}`;
}
