/** What was checked, by the worker's own evaluations and by the gate, and what the user made of it. Pure. */
import type { CriterionResult } from './criteria.ts';
import { bodyOf } from './event-body.ts';
import type { BodyOf, SessionEvent } from './events.ts';

export interface CheckState {
  /** The commit that the newest evaluation checked, and that the gate is given. */
  checked: string | null;
  /** The worker's newest own commit then; null: it made none. */
  checkedHead: string | null;
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
  checkedHead: null,
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
    // Nothing was checked where the worker gave up.
    iterations: event.result === 'interrupted' || event.impossible === true ? held.iterations : event.iteration + 1,
    criteria: event.criteria,
  };
}

/** A word of the user answers a worker that gave up: it is asked again. */
export function foldHeard({ evaluation }: CheckState): Pick<CheckState, 'evaluation'> {
  return { evaluation: evaluation?.impossible === true ? null : evaluation };
}

/** The verdict is open no more. What was held out of the worker's sight counts no more either. */
export function foldSentBack({ criteria }: CheckState): Partial<CheckState> {
  return { evaluation: null, verdict: null, decision: null, criteria: criteria.filter(({ visibility }) => visibility === 'shown') };
}

/** What judges were paid for these results beyond those that are known: one that is told again was paid for once. */
export function costOfResults(known: readonly CriterionResult[], results: readonly CriterionResult[]): number {
  const paid = new Map(known.map(({ id, costUsd = 0 }) => [id, costUsd]));
  return results.reduce((sum, { id, costUsd = 0 }) => sum + Math.max(0, costUsd - (paid.get(id) ?? 0)), 0);
}

/** The files that an evaluation checks are those of its first snapshot: what its checks leave behind is not. */
export function foldCheckedFiles(
  { openEvaluation, checked, checkedHead }: CheckState,
  { commit, head }: BodyOf<'workspace.snapshot'>,
): Pick<CheckState, 'openEvaluation' | 'checked' | 'checkedHead'> {
  if (openEvaluation === null || openEvaluation.hasFiles || commit === null) return { openEvaluation, checked, checkedHead };
  return { openEvaluation: { ...openEvaluation, hasFiles: true }, checked: commit, checkedHead: head ?? null };
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
