/** Which part of the window gives way to a summary. Pure. */
import type { ModelMessage } from '../../shared/model.ts';
import type { Context } from './context.ts';
import type { Item } from './context-items.ts';

export interface CompactionPlan {
  /** Positions in the log, both included. */
  from: number;
  to: number;
  /** What is to be summarised: the window up to the cut, the task before it. */
  messages: ModelMessage[];
  /** How much of the window's text goes, from 0 to 1. */
  share: number;
}

/** The newest turns that stay as they are, as a share of the window's text. */
const KEPT_SHARE = 0.2;
/** A summary that replaces less than this is not worth a request. */
const LEAST_SHARE = 0.2;

/**
 * The range ends right before an answer of the model, so that calls stay with their results and thoughts with their calls.
 * The coaching and the task stay, and the newest turns, at least one. Null where too little would be gained.
 */
export function planCompaction(context: Context): CompactionPlan | null {
  const turns = context.turns();
  const lengths = turns.map(({ items }) => items.reduce((sum, item) => sum + lengthOf(item), 0));
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  const answers = turns.flatMap(({ role }, index) => (role === 'assistant' ? [index] : []));
  let cut = answers.at(-1);
  if (cut === undefined) return null;
  for (const index of answers.toReversed()) {
    const kept = lengths.slice(index).reduce((sum, length) => sum + length, 0);
    if (kept > whole * KEPT_SHARE) break;
    cut = index;
  }
  const to = (turns[cut]?.items[0]?.seq ?? 0) - 1;
  const gone = context.items().filter(({ seq, kind }) => seq <= to && kind !== 'task' && kind !== 'coaching');
  const from = Math.min(...gone.map(({ seq }) => seq));
  const share = gone.reduce((sum, item) => sum + lengthOf(item), 0) / whole;
  if (!gone.some(({ role }) => role === 'assistant') || share < LEAST_SHARE) return null;
  return { from, to, messages: context.messages().slice(0, cut), share };
}

function lengthOf({ block }: Item): number {
  return JSON.stringify(block).length;
}
