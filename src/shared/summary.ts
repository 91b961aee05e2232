import type { Dispatch, ModelUsage, StopReason } from './events.ts';
import type { SessionState } from './fold.ts';
import type { Problem } from './problem.ts';
import { Budget } from './spec.ts';

/** One card on the board, folded from its log. */
export interface SessionSummary {
  id: string;
  dispatch: Dispatch;
  status: 'idle' | 'running' | 'rescheduling' | 'terminated';
  stopReason: StopReason['type'] | null;
  /** Why somebody else than the user stopped it, as a sentence; null where nobody did. */
  stoppedBecause: string | null;
  /** Which column: what it wants of the user. `reading`: what stands here is of its beginning, see `readTo`. */
  column: 'reading' | 'running' | 'waiting' | 'judged';
  /** Of a long session that is read for the first time: up to which of its `head` events. Null: all of them. */
  readTo: number | null;
  /** From 1. */
  iteration: number;
  maxIterations: number;
  budget: Budget;
  criteriaPassed: number;
  criteriaTotal: number;
  /** The newest line of what it does, e.g. `bash npm test`. */
  activity: string;
  /** The worker says that it cannot be done as specified, and why. */
  impossible: string | null;
  /** Of those that only should hold: how many do. */
  shouldPassed: number;
  shouldTotal: number;
  /** Size of the newest diff; null: nothing has changed yet. */
  changed: { files: number; insertions: number; deletions: number } | null;
  tokens: number;
  activeMs: number;
  pullRequest: string | null;
  verdict: 'passed' | 'failed' | null;
  decision: { kind: 'accepted'; branch: string } | { kind: 'rejected'; reason: string } | null;
  costUsd: number;
  /** ISO 8601. */
  createdAt: string;
  updatedAt: string;
  /** Events in the log. */
  head: number;
  problem: Problem | null;
  /** Null: it ran here. An imported session is read and searched; it can go on only as a fork. */
  imported: 'claude_code' | null;
  /** The coaching that its worker was told; null: none. */
  told: { entries: number; tokens: number } | null;
}

/** A session of `head` events of which only the first are read: it can be named and opened, and what it wants is not known yet. */
export function summarizeBeginning(id: string, state: SessionState, head: number): SessionSummary | null {
  const summary = summarize(id, state);
  return summary === null ? null : { ...summary, column: 'reading', readTo: state.head, head };
}

/** An imported session had no limits here; a fork of it gets its own. */
const noBudget = Budget.parse({});

/** What a card shows of a session; null before the log says what it is. */
export function summarize(id: string, state: SessionState): SessionSummary | null {
  if (state.dispatch === null) return null;
  const budget = state.budget ?? (state.imported === null ? null : noBudget);
  if (budget === null || (state.outcome === null && state.imported === null)) return null;
  const visible = state.verdict !== null || state.openVerdict !== null;
  const criteria = state.outcome?.spec.criteria.filter((criterion) => visible || criterion.visibility === 'shown') ?? [];
  return {
    id,
    dispatch: state.dispatch,
    status: state.status,
    stopReason: state.stopReason?.type ?? null,
    stoppedBecause: state.stopReason?.type === 'interrupted' ? state.stoppedBecause : null,
    column: column(state),
    readTo: null,
    iteration: Math.min(state.iterations + (state.verdict === null ? 1 : 0), budget.iterations) || 1,
    maxIterations: budget.iterations,
    budget,
    criteriaPassed: state.criteria.filter((result) => result.passed).length,
    criteriaTotal: criteria.length,
    activity: state.activity,
    impossible: state.evaluation?.impossible === true ? state.evaluation.explanation : null,
    shouldPassed: state.criteria.filter((result) => result.passed && result.weight === 'should').length,
    shouldTotal: criteria.filter((criterion) => criterion.weight === 'should').length,
    changed: changed(state),
    tokens: tokensOf(state.usage),
    activeMs: state.activeMs,
    pullRequest: state.pullRequest,
    verdict: state.verdict === null ? null : state.verdict.passed ? 'passed' : 'failed',
    decision: state.decision,
    costUsd: state.costUsd,
    createdAt: state.createdAt,
    updatedAt: state.updatedAt,
    head: state.head,
    problem: state.problem,
    imported: state.imported?.source ?? null,
    told: state.told === null || state.told.entries.length === 0 ? null : { entries: state.told.entries.length, tokens: state.told.tokens },
  };
}

function changed({ snapshot }: SessionState): SessionSummary['changed'] {
  if (snapshot === null) return null;
  return { files: snapshot.files_changed, insertions: snapshot.insertions, deletions: snapshot.deletions };
}

/** All of them: what is written to a cache and read from it too. */
export function tokensOf(usage: ModelUsage): number {
  return usage.input_tokens + usage.output_tokens + usage.cache_creation_input_tokens + usage.cache_read_input_tokens;
}

/**
 * An imported session wants nothing of anybody: it stands with what is over, and the board leaves it out.
 * A passed verdict without a decision still waits for the user, but stands with the judged, where it is read.
 */
function column(state: SessionState): SessionSummary['column'] {
  if (state.imported !== null) return 'judged';
  if ((state.verdict !== null || state.decision !== null) && state.status === 'idle') return 'judged';
  if (state.status === 'idle' && !state.hasInput) return 'waiting';
  return 'running';
}
