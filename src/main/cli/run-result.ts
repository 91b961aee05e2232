/** What a session came to, as commands that drive one tell it. */
import type { CriterionResult } from '../../shared/criteria.ts';
import type { SessionState } from '../../shared/fold.ts';

/** The names are a promise. */
export function runResult(session: string, state: SessionState) {
  return {
    session,
    iterations: state.iterations,
    criteria: (state.verdict?.criteria ?? state.criteria).map(criterionDocument),
    verdict: state.verdict === null ? null : state.verdict.passed ? 'passed' : 'failed',
    explanation: state.verdict?.explanation ?? gaveUp(state) ?? state.problem?.what ?? null,
    project: state.dispatch?.project.path ?? null,
    sandbox: state.verdict?.sandbox ?? null,
    cost_usd: state.costUsd,
    usage: state.usage,
  };
}

/** Why the worker says that it cannot be done. */
function gaveUp({ evaluation }: SessionState): string | null {
  return evaluation?.impossible === true ? evaluation.explanation : null;
}

function criterionDocument(result: CriterionResult) {
  return {
    id: result.id,
    passed: result.passed,
    reason: result.reason,
    visibility: result.visibility,
    duration_ms: result.evidence.durationMs,
  };
}
