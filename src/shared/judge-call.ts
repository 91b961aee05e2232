/** The call that collects the evidence for a command or a file, and what its result proves. Pure: worker's check and gate share it. */
import {
  criterionTitle,
  excerptText,
  subjectOf,
  type Criterion,
  type CriterionOf,
  type CriterionResult,
  type Excerpt,
} from './criteria.ts';
import type { CallResult, Operation } from './sandbox.ts';

/** Tests a user's pattern against hostile text within a time limit; `'timeout'` where it takes too long. */
export type MatchPattern = (pattern: string, text: string) => boolean | 'timeout';

/** What judging needs of the world. */
export interface JudgePorts {
  matches: MatchPattern;
  /** Takes known secrets out of evidence before anybody keeps it. */
  mask: (text: string) => string;
}

/** Whose evidence is one call. */
export type CallCriterion = CriterionOf<'command'> | CriterionOf<'file'>;

/** The call that collects the evidence for a criterion. */
export function operationFor(criterion: CallCriterion): Operation {
  return criterion.kind === 'command'
    ? { op: 'command', command: criterion.run, timeoutMs: criterion.timeoutSeconds * 1000 }
    : { op: 'read', path: criterion.path };
}

/** Rules on the evidence of a call. */
export function judgeCall(criterion: CallCriterion, call: CallResult, ports: JudgePorts): CriterionResult {
  const { passed, reason } =
    call.state === 'lost'
      ? { passed: false, reason: 'The check was lost with its sandbox.' }
      : criterion.kind === 'command'
        ? judgeCommand(criterion, call, ports.matches)
        : judgeFile(criterion, call, ports.matches);
  return { ...resultOf(criterion, call, ports), passed, reason, ...(call.state === 'lost' && { doubt: 'lost' as const }) };
}

const nothing: Excerpt = { head: '', tail: '', bytes: 0 };

/** A result without its ruling; without a call, without output. */
export function resultOf(
  criterion: Criterion,
  call: Pick<CallResult, 'exitCode' | 'stdout' | 'stderr' | 'durationMs'> | null,
  { mask }: Pick<JudgePorts, 'mask'>,
): Omit<CriterionResult, 'passed' | 'reason'> {
  const masked = (excerpt: Excerpt): Excerpt => ({ ...excerpt, head: mask(excerpt.head), tail: mask(excerpt.tail) });
  const { id, kind, visibility, weight } = criterion;
  return {
    ...{ id, title: criterionTitle(criterion), kind, visibility, weight },
    evidence: {
      subject: subjectOf(criterion),
      exitCode: kind === 'command' || kind === 'metric' ? (call?.exitCode ?? null) : null,
      stdout: masked(call?.stdout ?? nothing),
      stderr: masked(call?.stderr ?? nothing),
      durationMs: call?.durationMs ?? 0,
    },
  };
}

type Ruling = { passed: boolean; reason: string };

function judgeCommand(criterion: CriterionOf<'command'>, call: CallResult, matches: MatchPattern): Ruling {
  if (call.timedOut) return { passed: false, reason: `Still running after ${criterion.timeoutSeconds} s.` };
  if (call.cancelled) return { passed: false, reason: 'Stopped before it ended.' };
  if (call.exitCode !== criterion.exitCode) {
    const missing = call.exitCode === 127 ? ' The command was not found in the sandbox.' : '';
    return { passed: false, reason: `Exit ${call.exitCode ?? 'by signal'}, expected ${criterion.exitCode}.${missing}` };
  }
  if (criterion.output === undefined) return { passed: true, reason: `Exit ${criterion.exitCode}.` };
  return judgePattern(criterion.output, excerptText(call.stdout) + '\n' + excerptText(call.stderr), 'The output', matches);
}

function judgeFile(criterion: CriterionOf<'file'>, call: CallResult, matches: MatchPattern): Ruling {
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
