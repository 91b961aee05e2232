/** The state of a session is a fold of its events. Pure; the harness, the board and every screen share it. */
import { describeCall, firstLine } from './describe-call.ts';
import type { CriterionResult } from './criteria.ts';
import { bodyOf } from './event-body.ts';
import type { BodyOf, Dispatch, SessionEvent, StopReason } from './events.ts';
import {
  costOfResults,
  foldCheckedFiles,
  foldEvaluationEnd,
  foldEvaluationStart,
  foldHeard,
  foldResult,
  foldSentBack,
  foldVerdictEnd,
  foldVerdictStart,
  nothingChecked,
  type CheckState,
} from './fold-checks.ts';
import { foldRequestEnd, foldRequestStart, noRequest, type RequestState } from './fold-requests.ts';
import { nothingSpent, sumSpent, sumUsage, type Spent } from './fold-spent.ts';
import { foldCollected, foldGone, foldSnapshot, noWorkspace, type WorkspaceState } from './fold-workspace.ts';
import { emptyWindow, foldCompacted, foldRestored, foldWindowUsage, type WindowState } from './fold-window.ts';
import type { Problem } from './problem.ts';
import type { Budget, Spec } from './spec.ts';
import { tokensIn } from './tokens-in.ts';

export interface PendingCall {
  /** Id of the `agent.tool_use` event: the job's name on the target. */
  id: string;
  name: string;
  input: Record<string, unknown>;
}

export interface SessionState extends WorkspaceState, WindowState, RequestState, CheckState, Spent {
  head: number;
  /** Set where it ran elsewhere and was imported: nothing drives it here, whatever its last event asks for. */
  imported: BodyOf<'session.imported'> | null;
  /** Where this session left the one that it was forked from. */
  forked: { parent: string; seq: number } | null;
  dispatch: Dispatch | null;
  outcome: { id: string; spec: Spec; maxIterations: number } | null;
  budget: Budget | null;
  status: 'idle' | 'running' | 'rescheduling' | 'terminated';
  stopReason: StopReason | null;
  /** The user said something since the session last went idle: there is a reason to run. */
  hasInput: boolean;
  interruptRequested: boolean;
  /** Who stopped it last and why, where that was not the user by Stop; until it runs again. */
  stoppedBecause: string | null;
  /** What went wrong so that trying again by itself makes no sense: the session pauses and waits for the user. */
  failure: string | null;
  /** Unix ms of the next attempt. */
  retryAt: number | null;
  pendingCalls: PendingCall[];
  sandbox: { id: string; state: 'live' | 'lost' | 'destroyed'; workspacePath: string | null } | null;
  provisions: number;
  /** It waits until the target has a place for its sandbox. */
  awaitsPlace: boolean;
  /** The sandbox in which the spec's `setup` is under way. */
  settingUp: string | null;
  /** When it began to run, ISO 8601; null: it rests. */
  runningSince: string | null;
  /** Attempts in a row at a target that could not be reached. */
  targetAttempts: number;
  /** What the part that is shared with ancestors cost them; the budget does not count it. */
  inherited: Spent;
  problem: Problem | null;
  activity: string;
  /** The coaching that holds: where it is said, its entries, about how many tokens they have. Null: none was ever said. */
  told: { seq: number; entries: { id: string | null; version: string }[]; tokens: number } | null;
  createdAt: string;
  updatedAt: string;
}

/** Raised with each change of `fold` after which it gives another state for the same events: states that are kept are then made anew. */
export const foldVersion = 13;

export const initialState: SessionState = {
  ...noWorkspace,
  ...emptyWindow,
  ...noRequest,
  ...nothingChecked,
  ...nothingSpent,
  head: 0,
  imported: null,
  forked: null,
  dispatch: null,
  outcome: null,
  budget: null,
  status: 'idle',
  stopReason: null,
  hasInput: false,
  interruptRequested: false,
  stoppedBecause: null,
  failure: null,
  retryAt: null,
  pendingCalls: [],
  sandbox: null,
  provisions: 0,
  awaitsPlace: false,
  settingUp: null,
  runningSince: null,
  targetAttempts: 0,
  inherited: nothingSpent,
  problem: null,
  told: null,
  activity: '',
  createdAt: '',
  updatedAt: '',
};

export function foldAll(events: Iterable<SessionEvent>, from: SessionState = initialState): SessionState {
  let state = from;
  for (const event of events) state = fold(state, event);
  return state;
}

/** One step. Never throws: a log is what it is, also one that an older or newer version wrote. */
export function fold(previous: SessionState, event: SessionEvent): SessionState {
  const begins = event.type === 'session.status_running' || event.type === 'session.forked';
  const ran =
    previous.status !== 'idle' && !previous.awaitsPlace && !begins ? Date.parse(event.processed_at) - Date.parse(previous.updatedAt) : 0;
  const state: SessionState = {
    ...previous,
    head: event.seq,
    createdAt: previous.createdAt || event.processed_at,
    updatedAt: event.processed_at,
    // A clock that jumps back must not give time back.
    activeMs: previous.activeMs + Math.max(0, ran),
  };
  switch (event.type) {
    case 'session.created':
      return { ...state, dispatch: event.dispatch };
    case 'user.define_outcome': {
      const outcome = { id: event.outcome_id, spec: event.spec, maxIterations: event.max_iterations };
      return { ...state, outcome, budget: event.spec.budget, hasInput: true, lastAnswer: null, tasks: [...state.tasks, event.seq] };
    }
    case 'coaching.applied': {
      const tokens = event.entries.reduce((sum, { text }) => sum + tokensIn(text), 0);
      return { ...state, told: { seq: event.seq, entries: event.entries.map(({ id, version }) => ({ id, version })), tokens } };
    }
    case 'outcome.checked_on_base':
      return { ...state, onBase: event.criteria };
    case 'session.updated':
      return { ...state, budget: event.budget, hasInput: true };
    case 'user.message':
      return { ...state, ...foldHeard(state), hasInput: state.imported === null, lastAnswer: null, interruptRequested: false };
    case 'user.interrupt':
      return { ...state, interruptRequested: state.status !== 'idle', stoppedBecause: event.reason ?? null, activity: 'stopping' };
    case 'system.message':
      return { ...state, lastAnswer: null };
    case 'session.status_running':
      return {
        ...state,
        status: 'running',
        runningSince: state.runningSince ?? event.processed_at,
        stopReason: null,
        // A driver that was woken to stop it claims it first.
        stoppedBecause: state.interruptRequested ? state.stoppedBecause : null,
        hasInput: false,
        retryAt: null,
        failure: null,
        problem: null,
      };
    case 'session.status_rescheduled':
      return { ...state, status: 'rescheduling' };
    case 'session.status_idle':
      return {
        ...state,
        status: 'idle',
        stopReason: event.stop_reason,
        hasInput: false,
        ...{ awaitsPlace: false, settingUp: null, runningSince: null },
        interruptRequested: false,
        retryAt: null,
        failure: null,
        failedAttempts: 0,
        targetAttempts: 0,
        activity: event.stop_details ?? state.activity,
      };
    case 'session.status_terminated':
      return { ...state, status: 'terminated' };
    case 'session.error': {
      const retry = event.error.retry_status;
      const isTarget = event.error.type === 'sandbox_error' || event.error.type === 'gate_error';
      return {
        ...state,
        problem: event.error.problem,
        settingUp: null,
        failure: retry.type === 'retrying' ? null : event.error.message,
        retryAt: retry.type === 'retrying' ? Date.parse(retry.retry_at) : null,
        targetAttempts: isTarget && retry.type === 'retrying' ? state.targetAttempts + 1 : state.targetAttempts,
        overflowed: event.error.type === 'model_context_exceeded_error' && retry.type === 'retrying',
        activity: event.error.message,
      };
    }
    case 'span.model_request_start':
      return {
        ...state,
        ...foldRequestStart(event),
        activity: event.purpose === 'compaction' ? 'the conversation is being summarised' : 'the model is thinking',
      };
    case 'span.model_request_end':
      return {
        ...state,
        ...foldWindowUsage(event),
        ...foldRequestEnd(state, event, state.pendingCalls.length),
        costUsd: state.costUsd + event.cost_usd,
        usage: sumUsage(state.usage, event.model_usage),
      };
    case 'agent.message':
      return { ...state, activity: firstLine(event.content.map((block) => block.text).join(' ')) || state.activity };
    case 'agent.tool_use': {
      const call: PendingCall = { id: event.id, name: event.name, input: event.input };
      return { ...state, pendingCalls: [...state.pendingCalls, call], activity: describeCall(call) };
    }
    case 'agent.tool_result':
      return { ...state, targetAttempts: 0, pendingCalls: state.pendingCalls.filter((call) => call.id !== event.tool_use_id) };
    case 'sandbox.provisioned':
      return {
        ...state,
        sandbox: { id: event.sandbox_id, state: 'live', workspacePath: event.workspace_path },
        provisions: state.provisions + 1,
        awaitsPlace: false,
        settingUp: null,
        ...{ uncollected: [], missing: [], targetAttempts: 0 },
      };
    case 'sandbox.awaited':
      return { ...state, awaitsPlace: true, activity: `waits for a place on ${event.target}` };
    case 'sandbox.setup_started':
      return { ...state, settingUp: event.sandbox_id, activity: `sets up: ${firstLine(event.run)}` };
    case 'sandbox.lost':
      return { ...state, ...foldGone(state), sandbox: endOf(state, event, 'lost'), activity: 'the sandbox was lost' };
    case 'sandbox.destroyed':
      return { ...state, ...foldGone(state), sandbox: endOf(state, event, 'destroyed') };
    case 'workspace.snapshot':
      return { ...state, ...foldSnapshot(state, event), ...foldCheckedFiles(state, event) };
    case 'workspace.collected':
      return { ...state, ...foldCollected(state, event) };
    case 'session.forked':
      return foldForked(state, event);
    case 'span.outcome_evaluation_start':
      return {
        ...state,
        ...foldEvaluationStart(event),
        activity: 'checking the criteria',
      };
    case 'span.outcome_evaluation_ongoing':
      return { ...state, targetAttempts: 0, ...foldResult(state, event.criterion), ...judged(state, [event.criterion]) };
    case 'span.outcome_evaluation_end':
      return { ...state, ...foldEvaluationEnd(state, event), ...judged(state, event.criteria), lastAnswer: null };
    case 'verdict.started':
      return {
        ...state,
        ...foldVerdictStart(event),
        activity: 'the gate checks a fresh checkout',
      };
    case 'verdict.check':
      return { ...state, ...foldResult(state, event.criterion), ...judged(state, [event.criterion]) };
    case 'verdict.ended':
      return { ...state, ...foldVerdictEnd(event), ...judged(state, event.criteria), targetAttempts: 0, activity: event.explanation };
    case 'verdict.accepted':
      return { ...state, decision: { kind: 'accepted', branch: event.branch, commit: event.commit } };
    case 'verdict.pull_request':
      return { ...state, pullRequest: event.url };
    case 'verdict.sent_back':
      return sentBack(state);
    case 'verdict.rejected':
      return { ...state, decision: { kind: 'rejected', reason: event.reason } };
    case 'session.imported':
      return { ...state, imported: bodyOf(event) };
    case 'context.compacted':
      return {
        ...state,
        ...foldCompacted(state, event),
        // That it was too long is mended by that.
        problem: state.overflowed ? null : state.problem,
        activity: 'the conversation was summarised',
      };
    case 'context.restored':
      return { ...state, ...foldRestored(state, event) };
    case 'session.usage':
      return { ...state, costUsd: state.costUsd + event.cost_usd, usage: sumUsage(state.usage, event.usage) };
    case 'session.titled':
      return { ...state, dispatch: state.dispatch === null ? null : { ...state.dispatch, title: event.title } };
    case 'import.record':
    case 'trials.begun':
    case 'trial.started':
    case 'trial.ended':
    case 'trials.item_ended':
    case 'trials.stop_requested':
    case 'trials.ended':
    case 'agent.thinking':
    case 'user.tool_confirmation':
    case 'unknown':
      return state;
  }
}

/** A sandbox that is no more, where it was. */
function endOf(
  { sandbox }: SessionState,
  { sandbox_id: id }: { sandbox_id: string },
  state: 'lost' | 'destroyed',
): SessionState['sandbox'] {
  return { id, state, workspacePath: sandbox?.workspacePath ?? null };
}

function judged({ criteria, costUsd }: SessionState, results: readonly CriterionResult[]): Pick<SessionState, 'costUsd'> {
  return { costUsd: costUsd + costOfResults(criteria, results) };
}

/** There is one iteration to spend where none was left. */
function sentBack(state: SessionState): SessionState {
  const { budget, iterations } = state;
  return {
    ...state,
    budget: budget === null ? null : { ...budget, iterations: Math.max(budget.iterations, iterations + 1) },
    ...foldSentBack(state),
    hasInput: true,
    lastAnswer: null,
    activity: 'sent back with remarks',
  };
}

/**
 * The files, the conversation and the task are shared with the parent; what was under way or decided there is not. What was
 * spent up to here is kept apart, so that the budget counts what this session spends itself.
 */
function foldForked(state: SessionState, event: Extract<SessionEvent, { type: 'session.forked' }>): SessionState {
  const { inherited } = state;
  return {
    ...initialState,
    head: state.head,
    forked: { parent: event.parent_session_id, seq: event.parent_seq },
    dispatch: event.dispatch,
    outcome: state.outcome,
    budget: state.budget,
    hasInput: true,
    provisions: state.provisions,
    ...{ snapshot: state.snapshot, uncollected: state.uncollected, missing: state.missing, ownHead: state.ownHead },
    told: state.told,
    ...{ windowTokens: state.windowTokens, compactions: state.compactions, tasks: state.tasks, restoredTokens: state.restoredTokens },
    inherited: sumSpent(inherited, state),
    activity: `rewound to event ${event.parent_seq}`,
    createdAt: event.processed_at,
    updatedAt: event.processed_at,
  };
}
