import { firstLine } from '../../shared/describe-call.ts';
import type { StopReason } from '../../shared/events.ts';
import type { PendingCall, SessionState } from '../../shared/fold.ts';
import { tokensOf } from '../../shared/summary.ts';

export type Action =
  | { kind: 'rest' }
  /** Claims the session: the first append of a driver, which a second driver's claim conflicts with. */
  | { kind: 'claim' }
  | { kind: 'stop' }
  | { kind: 'provision' }
  | { kind: 'awaitPlace' }
  /** A request that a dead driver began: its end is not known, so it is closed as failed and asked again. */
  | { kind: 'closeRequest'; request: NonNullable<SessionState['openRequest']> }
  | { kind: 'waitRetry'; until: number }
  | { kind: 'callTool'; call: PendingCall }
  /** The window is nearly full: a summary takes the place of its older part. */
  | { kind: 'compact' }
  | { kind: 'requestModel' }
  | { kind: 'evaluate' }
  | { kind: 'judge' }
  | { kind: 'pause'; stopReason: StopReason; details: string };

/** How many answers in a row may be cut by the token limit before the session says so and pauses. */
const CUT_ANSWERS = 3;

/** What a decision depends on beside the session's own log. */
export interface Facts {
  /** How many tokens the model's window holds. */
  contextTokens: number;
  /** Which of the day's limits is reached, in words; null: none. */
  dayLimit: string | null;
  /** Whether its target has a place for a sandbox of this session. */
  hasPlace: boolean;
}

/** What the log says is to be done next. Pure: the same state, instant and facts give the same action. */
export function decide(state: SessionState, now: number, facts: Facts): Action {
  if (state.status === 'terminated') return { kind: 'rest' };
  if (state.status === 'idle') return state.hasInput ? { kind: 'claim' } : { kind: 'rest' };
  if (state.interruptRequested) return { kind: 'stop' };
  if (state.failure !== null) return { kind: 'pause', stopReason: { type: 'retries_exhausted' }, details: state.failure };
  if (state.openRequest !== null) return { kind: 'closeRequest', request: state.openRequest };
  if (state.status === 'rescheduling') {
    // A clock that was set back would make it wait for as long again.
    const wentBack = now < Date.parse(state.updatedAt);
    const waits = state.retryAt !== null && state.retryAt > now && !wentBack;
    return waits ? { kind: 'waitRetry', until: state.retryAt ?? now } : { kind: 'claim' };
  }
  if (state.verdict !== null) return { kind: 'pause', stopReason: { type: 'end_turn' }, details: state.verdict.explanation };
  if (state.evaluation?.impossible === true) {
    // Nothing is judged: that it cannot be done is for the user to weigh.
    return {
      kind: 'pause',
      stopReason: { type: 'end_turn' },
      details: `It cannot be done as specified: ${firstLine(state.evaluation.explanation)}`,
    };
  }
  if (isOutcomeOver(state)) return { kind: 'judge' };
  const [call] = state.pendingCalls;
  const next: Action =
    call !== undefined ? { kind: 'callTool', call } : state.openEvaluation !== null ? { kind: 'evaluate' } : decideTurn(state, facts);
  // To rest takes no sandbox.
  if (next.kind === 'pause' || state.sandbox?.state === 'live') return next;
  return facts.hasPlace ? { kind: 'provision' } : { kind: 'awaitPlace' };
}

function decideTurn(state: SessionState, { contextTokens, dayLimit }: Facts): Action {
  const answer = state.lastAnswer;
  if (answer !== null && answer.calls === 0) {
    if (answer.stopReason === 'refusal') {
      return {
        kind: 'pause',
        stopReason: { type: 'refusal' },
        details: 'The model declined to go on. Reword the goal, or continue with a message.',
      };
    }
    if (answer.stopReason === 'end_turn' || answer.stopReason === 'stop_sequence') return { kind: 'evaluate' };
    if (answer.stopReason === 'max_tokens' && state.cutAnswers >= CUT_ANSWERS) {
      return {
        kind: 'pause',
        stopReason: { type: 'retries_exhausted' },
        details: `The model's answer was cut by the token limit ${CUT_ANSWERS} times in a row. Raise the model's output limit in Settings.`,
      };
    }
  }
  const spent = budgetReached(state) ?? dayLimit;
  if (spent !== null) return { kind: 'pause', stopReason: { type: 'budget_reached' }, details: spent };
  return isFull(state, contextTokens) ? { kind: 'compact' } : { kind: 'requestModel' };
}

/** From which share of the window on it is compacted, and from which on at the latest where the user undid that. */
const FULL = 0.75;
const FULL_AFTER_UNDO = 0.95;

function isFull({ windowTokens, overflowed, restoredTokens }: SessionState, contextTokens: number): boolean {
  if (overflowed) return true;
  const usual = contextTokens * FULL;
  const allowed = restoredTokens === 0 ? usual : Math.max(usual, Math.min(restoredTokens * 1.1, contextTokens * FULL_AFTER_UNDO));
  return windowTokens !== null && windowTokens >= allowed;
}

/** The evaluation loop is over: the gate has the last word, whatever the worker's own check said. */
function isOutcomeOver(state: SessionState): boolean {
  const result = state.evaluation?.result;
  if (state.openEvaluation !== null) return false;
  if (result === 'max_iterations_reached') return state.budget === null || state.iterations >= state.budget.iterations;
  return result === 'satisfied' || result === 'failed';
}

/** Which limit is reached, in words; null where none is. */
export function budgetReached(state: SessionState): string | null {
  if (state.budget === null) return null;
  if (state.activeMs >= state.budget.minutes * 60_000) return `It ran for the allowed ${state.budget.minutes} min.`;
  if (state.budget.usd !== undefined && state.costUsd >= state.budget.usd) return `It cost the allowed $${state.budget.usd.toFixed(2)}.`;
  const { tokens } = state.budget;
  if (tokens !== undefined && tokensOf(state.usage) >= tokens) return `It used the allowed ${tokens.toLocaleString('en-US')} tokens.`;
  return null;
}
