/** A request that failed: what the harness may do about it, and what a person reads. Pure. */
import type { ModelOutcome } from '../../shared/model.ts';

export type Failure = Pick<Extract<ModelOutcome, { kind: 'failure' }>, 'reason' | 'retryable' | 'retryAfterMs' | 'problem'>;

/** Whom the request went to, as a problem names it. */
export interface Asked {
  provider: string;
  /** The address of the endpoint, without user name, password or query. */
  url: string;
  model: string;
  hasKey: boolean;
}

const WAIT = 'It is tried again by itself; if it goes on, look at the provider’s status page or choose another model.';

/** A failure that may pass. */
export function again(asked: Asked, what: string, todo = WAIT): Failure {
  return { reason: 'failed', retryable: true, retryAfterMs: null, problem: { what, where: place(asked), todo } };
}

/** A failure that stays until somebody changes something. */
export function never(reason: Failure['reason'], asked: Asked, what: string, todo: string): Failure {
  return { reason, retryable: false, retryAfterMs: null, problem: { what, where: place(asked), todo } };
}

/** Foreign text as it may stand in a problem: on one line, without control or direction marks. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

function place({ provider, model, url }: Asked): string {
  return `${provider}, model ${model}, ${url}`;
}
