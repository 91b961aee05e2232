/** How full the model's window is, and which ranges of the log are not in it. Pure. */
import type { BodyOf, SessionEvent } from './events.ts';

/** A compaction that was not undone. */
export interface Compaction {
  /** Id and position of its `context.compacted`. */
  id: string;
  seq: number;
  from: number;
  to: number;
  tokensBefore: number;
  tokensAfter: number;
}

export interface WindowState {
  /** As the newest answer counted it, its own words included; after a compaction as it was estimated; null: not known. */
  windowTokens: number | null;
  compactions: Compaction[];
  /** Positions of the tasks: they are in the window whatever is compacted. */
  tasks: number[];
  /** The provider said that the conversation is too long. */
  overflowed: boolean;
  /** What the window held before the newest compaction that the user undid: it may grow past that before it is compacted again. */
  restoredTokens: number;
}

export const emptyWindow: WindowState = { windowTokens: null, compactions: [], tasks: [], overflowed: false, restoredTokens: 0 };

export function foldCompacted(state: WindowState, event: Extract<SessionEvent, { type: 'context.compacted' }>): Partial<WindowState> {
  const { id, seq, from_seq: from, to_seq: to, tokens_before: tokensBefore, tokens_after: tokensAfter } = event;
  const compactions = [...state.compactions, { id, seq, from, to, tokensBefore, tokensAfter }];
  return { compactions, windowTokens: tokensAfter, overflowed: false };
}

export function foldRestored(state: WindowState, event: BodyOf<'context.restored'>): Partial<WindowState> {
  const undone = state.compactions.find(({ id }) => id === event.compaction_id);
  if (undone === undefined) return {};
  return {
    compactions: state.compactions.filter((compaction) => compaction !== undone),
    windowTokens: null,
    restoredTokens: undone.tokensBefore,
  };
}

/** An answer of the worker's; a compaction's own request says nothing about the window that comes of it. */
export function foldWindowUsage(event: BodyOf<'span.model_request_end'>): Partial<WindowState> {
  if (event.is_error || event.purpose === 'compaction') return {};
  const { input_tokens, output_tokens, cache_creation_input_tokens, cache_read_input_tokens } = event.model_usage;
  return { windowTokens: input_tokens + cache_creation_input_tokens + cache_read_input_tokens + output_tokens };
}

/** The ranges that are not in the window, in order; one that a later compaction took in is part of that one. */
export function outsideOf(compactions: readonly Compaction[]): Compaction[] {
  const within = (inner: Compaction, outer: Compaction): boolean => outer.from <= inner.from && inner.to <= outer.to;
  return compactions
    .filter((one) => !compactions.some((other) => other.seq > one.seq && within(one, other)))
    .toSorted((a, b) => a.from - b.from);
}
