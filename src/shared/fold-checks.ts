/** What was checked, by the worker's own evaluations and by the gate, and what the user made of it. Pure. */
import type { CriterionResult } from './criteria.ts';
import { bodyOf } from './event-body.ts';
import type { BodyOf, SessionEvent } from './events.ts';

export interface CheckState {
  /** The commit that the newest evaluation checked, and that the gate is given. */
  checked: string | null;
  /** `hasFiles`: the files that it checks are in the log. */
  openEvaluation: { startId: string; iteration: number; hasFiles: boolean } | null;
  evaluation: BodyOf<'span.outcome_evaluation_end'> | null;
  /** Evaluations that ended. */
  iterations: number;
  /** Newest result of each criterion that was checked. */
  criteria: CriterionResult[];
  openVerdict: { startId: string; startSeq: number } | null;
  verdict: BodyOf<'verdict.ended'> | null;
  decision: { kind: 'accepted'; branch: string; commit: string } | { kind: 'rejected'; reason: string } | null;
  /** What the criteria said of the base before the work began; null: nobody asked. */
  onBase: CriterionResult[] | null;
  pullRequest: string | null;
}

export const nothingChecked: CheckState = {
  checked: null,
  openEvaluation: null,
  evaluation: null,
  iterations: 0,
  criteria: [],
  openVerdict: null,
  verdict: null,
  decision: null,
  onBase: null,
  pullRequest: null,
};

type EventOf<T extends SessionEvent['type']> = Extract<SessionEvent, { type: T }>;

export function foldEvaluationStart(event: EventOf<'span.outcome_evaluation_start'>): Partial<CheckState> {
  return { openEvaluation: { startId: event.id, iteration: event.iteration, hasFiles: false }, criteria: [] };
}

export function foldEvaluationEnd(held: CheckState, event: EventOf<'span.outcome_evaluation_end'>): Partial<CheckState> {
  return {
    openEvaluation: null,
    evaluation: bodyOf(event),
    iterations: event.result === 'interrupted' ? held.iterations : event.iteration + 1,
    criteria: event.criteria,
  };
}

/** The files that an evaluation checks are those of its first snapshot: what its checks leave behind is not. */
export function foldCheckedFiles(
  { openEvaluation, checked }: CheckState,
  { commit }: BodyOf<'workspace.snapshot'>,
): Pick<CheckState, 'openEvaluation' | 'checked'> {
  if (openEvaluation === null || openEvaluation.hasFiles || commit === null) return { openEvaluation, checked };
  return { openEvaluation: { ...openEvaluation, hasFiles: true }, checked: commit };
}

export function foldVerdictStart(event: EventOf<'verdict.started'>): Partial<CheckState> {
  return { openVerdict: { startId: event.id, startSeq: event.seq }, criteria: [] };
}

export function foldVerdictEnd(event: EventOf<'verdict.ended'>): Partial<CheckState> {
  return { openVerdict: null, verdict: bodyOf(event), criteria: event.criteria };
}

export function foldResult(held: CheckState, result: CriterionResult): Pick<CheckState, 'criteria'> {
  return { criteria: [...held.criteria.filter((other) => other.id !== result.id), result] };
}
