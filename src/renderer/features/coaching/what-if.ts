/** What the entries cost a dispatch, and what it would be without some of them. Pure. */
import type { EntryRow } from '../../../shared/coaching/entry-rows.ts';

export interface DispatchCost {
  entries: number;
  /** About how many each request of a dispatch sends. */
  tokens: number;
  /** US dollars a dispatch; null: there was none with this model yet. */
  usd: number | null;
}

export function costOfRows(rows: readonly EntryRow[]): DispatchCost {
  return {
    entries: rows.length,
    tokens: rows.reduce((sum, { tokens }) => sum + tokens, 0),
    usd: rows.some(({ usdPerDispatch }) => usdPerDispatch === null)
      ? null
      : rows.reduce((sum, { usdPerDispatch }) => sum + (usdPerDispatch ?? 0), 0),
  };
}

/** Those that the model has outgrown, or that hurt it, as far as that is to be believed of many looked at together. */
export function prunable(rows: readonly EntryRow[]): EntryRow[] {
  return rows.filter(({ entry, state, stands }) => !entry.archived && stands && (state === 'outgrown' || state === 'harmful'));
}
