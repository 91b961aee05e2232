/** Checks one criterion, of any kind. The worker's own check, the check on the base and the gate give it different ports. */
import type { Criterion, CriterionResult, JudgeAnswer, TestCount } from './criteria.ts';
import { checkCommand } from './check-command.ts';
import { judgeDiff } from './check-diff.ts';
import { checkRubric } from './check-rubric.ts';
import { checkMetric } from './check-metric.ts';
import { judgeCall, operationFor, resultOf, type JudgePorts } from './judge-call.ts';
import type { SessionDiff } from './diff.ts';
import type { CallResult, Operation } from './sandbox.ts';

/** What the work changed, against the base: each file, and the unified diff, perhaps cut. */
export type Changes = Pick<SessionDiff, 'files' | 'patch'>;

/** A question to a judge: a model in a context of its own that sees this and nothing else. */
export interface JudgeQuestion {
  /** Names this asking: the same again may give the answer that is known. */
  name: string;
  question: string;
  /** Hostile text: what the judge looks at. */
  material: { patch: string; outputs: { title: string; text: string }[] };
  model: { provider: string; model: string } | null;
}

/** What a judge said, before anybody looked its quotes up. */
export interface RawAnswer {
  quotes: string[];
  reasoning: string;
  ruling: JudgeAnswer['ruling'];
}

/** Answers one asking. Rejects with a `ProblemError` where the model cannot be asked. */
export type AskJudge = (question: JudgeQuestion) => Promise<{ answer: RawAnswer; costUsd: number; durationMs: number }>;

/** The first group of a user's pattern in hostile text, within a time limit; null where it does not match. */
export type CapturePattern = (pattern: string, text: string) => { found: string | null } | 'timeout';

export interface CheckPorts extends JudgePorts {
  capture: CapturePattern;
  /** Runs commands as often as they say, so that those that differ from run to run are found: the gate does. */
  thorough: boolean;
  /** Runs a call where the work is. Its name is one of this criterion's alone: the same again gives the stored result. */
  run(name: string, operation: Operation): Promise<CallResult>;
  /**
   * The same on the base, before any patch; null: it is not run there, and what is held against the base is not held back.
   * A check of the base itself gives its own runs.
   */
  runOnBase: ((name: string, operation: Operation) => Promise<CallResult>) | null;
  changes(): Promise<Changes>;
  /** What a reporter of the gate's own counted in a run; null: it should have, and did not; undefined: there is none. */
  reported?: (name: string) => TestCount | null | undefined;
  /** Results of criteria that were checked before this one. */
  earlier(): readonly CriterionResult[];
  /** Null: nobody can be asked here. */
  ask: AskJudge | null;
}

export async function checkCriterion(criterion: Criterion, ports: CheckPorts): Promise<CriterionResult> {
  switch (criterion.kind) {
    case 'command':
      return checkCommand(criterion, ports);
    case 'file':
      return judgeCall(criterion, await ports.run(criterion.id, operationFor(criterion)), ports);
    case 'diff':
      return { ...resultOf(criterion, null, ports), ...judgeDiff(criterion, await ports.changes()) };
    case 'metric':
      return checkMetric(criterion, ports);
    case 'rubric':
      return checkRubric(criterion, ports);
  }
}
