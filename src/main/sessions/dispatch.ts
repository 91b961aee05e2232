import type { CriterionResult } from '../../shared/criteria.ts';
import type { BodyOf, Dispatch, NewEvent } from '../../shared/events.ts';
import type { SessionState } from '../../shared/fold.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Budget, Spec } from '../../shared/spec.ts';

/** The first events of a session. The spec's text is kept as it stood, committed or not. */
export function dispatchEvents(
  dispatch: Dispatch,
  spec: Spec,
  text: string,
  outcomeId: string,
  /** What the criteria said of the base; null: nobody asked. */
  onBase: CriterionResult[] | null,
  /** What the worker is told beside its task; null: nothing. */
  coaching: Omit<BodyOf<'coaching.applied'>, 'type'> | null,
): NewEvent[] {
  const { base, target } = dispatch;
  return [
    { type: 'session.created', dispatch },
    ...(coaching === null ? [] : [{ type: 'coaching.applied' as const, ...coaching }]),
    { type: 'user.define_outcome', ...outcomeOf(spec, text, outcomeId) },
    ...(onBase === null ? [] : [{ type: 'outcome.checked_on_base' as const, base: base.commit, target, criteria: onBase }]),
  ];
}

export function outcomeOf(spec: Spec, text: string, outcomeId: string): Omit<BodyOf<'user.define_outcome'>, 'type'> {
  return {
    outcome_id: outcomeId,
    description: spec.goal,
    rubric: { type: 'text', content: text },
    max_iterations: spec.budget.iterations,
    spec,
  };
}

/** What Continue appends. Refuses where there is nothing to go on with. */
export function continueEvents(session: string, state: SessionState, message: string | undefined, budget: Budget | undefined): NewEvent[] {
  if (state.imported !== null) {
    throw new ProblemError({
      what: 'This session ran elsewhere and was imported',
      where: state.dispatch?.title ?? session,
      todo: 'Go on with it as a fork: choose an event and rewind there.',
    });
  }
  if (state.status === 'running' || state.status === 'rescheduling') {
    if (message === undefined) return [];
  } else if (state.verdict !== null || state.decision !== null) {
    throw new ProblemError({
      what: state.verdict === null ? 'This session was closed' : 'This session has its verdict',
      where: state.dispatch?.title ?? session,
      todo: 'Send it back with what is to be done, or dispatch the spec again to try anew.',
    });
  }
  const raised: NewEvent[] = budget === undefined ? [] : [{ type: 'session.updated', budget }];
  const text = message?.trim() ?? '';
  // A session that paused for its budget needs no word to go on; any other pause does, so that the model answers to it.
  if (text === '' && raised.length > 0 && state.evaluation?.impossible !== true) return raised;
  return [...raised, { type: 'user.message', content: [{ type: 'text', text: text === '' ? 'Continue.' : text }] }];
}
