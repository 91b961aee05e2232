/** Requests to a model, and how they went. Pure. */
import type { BodyOf, SessionEvent } from './events.ts';

export interface RequestState {
  /** A model request that the log has no end of. */
  openRequest: { startId: string; purpose: BodyOf<'span.model_request_start'>['purpose'] } | null;
  /** Failed attempts since a model last answered. */
  failedAttempts: number;
  /** The Messages API's stop reason of the newest answer; null after anything the model has not seen yet. */
  lastAnswer: { stopReason: string | null; calls: number } | null;
  /** Answers in a row that the token limit cut. */
  cutAnswers: number;
  /** Requests that were answered, for whatever purpose. */
  answers: number;
}

export const noRequest: RequestState = { openRequest: null, failedAttempts: 0, lastAnswer: null, cutAnswers: 0, answers: 0 };

export function foldRequestStart(event: Extract<SessionEvent, { type: 'span.model_request_start' }>): Pick<RequestState, 'openRequest'> {
  return { openRequest: { startId: event.id, purpose: event.purpose } };
}

/** @param calls how many the answer asked for */
export function foldRequestEnd(held: RequestState, event: BodyOf<'span.model_request_end'>, calls: number): RequestState {
  const cut = event.stop_reason === 'max_tokens';
  const isTurn = !event.is_error && event.purpose === 'turn';
  return {
    openRequest: null,
    failedAttempts: event.is_error ? held.failedAttempts + 1 : 0,
    cutAnswers: isTurn ? (cut ? held.cutAnswers + 1 : 0) : held.cutAnswers,
    answers: event.is_error ? held.answers : held.answers + 1,
    lastAnswer: isTurn ? { stopReason: event.stop_reason, calls } : held.lastAnswer,
  };
}
