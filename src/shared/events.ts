/**
 * The vocabulary of a session: one closed union, schema first.
 *
 * Names, status values and stop reasons are those of Claude Managed Agents (`resources/beta/sessions/events`
 * in `@anthropic-ai/sdk`); what that vocabulary lacks is named the same way, noun first. Fields that the
 * field's events do not have are ours and are marked "ours".
 */
import { z } from 'zod';
import { CriterionResult } from './criteria.ts';
import { Problem } from './problem.ts';
import { Budget, Spec } from './spec.ts';
import { GateFinding, ReviewComment } from './verdict.ts';

const TextBlock = z.object({ type: z.literal('text'), text: z.string() });

/** Tokens of one model request, as the Messages API counts them. */
export const ModelUsage = z.object({
  input_tokens: z.number(),
  output_tokens: z.number(),
  cache_creation_input_tokens: z.number(),
  cache_read_input_tokens: z.number(),
});
export type ModelUsage = z.infer<typeof ModelUsage>;

/** What the harness does next about an error; `retry_at` (ours) is the instant of the next attempt, ISO 8601. */
export const RetryStatus = z.discriminatedUnion('type', [
  z.object({ type: z.literal('retrying'), retry_at: z.string() }),
  z.object({ type: z.literal('exhausted') }),
  z.object({ type: z.literal('terminal') }),
]);
export type RetryStatus = z.infer<typeof RetryStatus>;

export const StopReason = z.discriminatedUnion('type', [
  z.object({ type: z.literal('end_turn') }),
  z.object({ type: z.literal('requires_action'), event_ids: z.array(z.string()) }),
  z.object({ type: z.literal('retries_exhausted') }),
  z.object({ type: z.literal('budget_reached') }),
  z.object({ type: z.literal('refusal') }),
  /** Ours: the user pressed Stop. */
  z.object({ type: z.literal('interrupted') }),
]);
export type StopReason = z.infer<typeof StopReason>;

export const RequestPurpose = z.enum(['turn', 'compaction']);

export const OutcomeResult = z.enum(['satisfied', 'needs_revision', 'max_iterations_reached', 'failed', 'interrupted']);
export type OutcomeResult = z.infer<typeof OutcomeResult>;

/** What a sandbox runs on, read from the place itself when it was provisioned. */
export const TargetFacts = z.object({
  os: z.string(),
  /** `uname -m`, e.g. `aarch64`. */
  arch: z.string(),
  git: z.string().nullable(),
  python: z.string().nullable(),
  bubblewrap: z.string().nullable(),
  freeDiskBytes: z.number().nullable(),
  user: z.string().nullable(),
});
export type TargetFacts = z.infer<typeof TargetFacts>;

export const Isolation = z.enum(['bubblewrap', 'none']);
export type Isolation = z.infer<typeof Isolation>;

/** Everything a dispatch fixed: it does not change while the session lives. All ours. */
export const Dispatch = z.object({
  title: z.string(),
  project: z.object({ path: z.string(), name: z.string() }),
  base: z.object({ commit: z.string(), branch: z.string().nullable(), uncommittedChanges: z.boolean() }),
  specPath: z.string().nullable(),
  provider: z.string(),
  model: z.string(),
  target: z.string(),
  /**
   * It is an arm of a trial of coaching, of the project at `project`: nobody waits for its verdict, and it is on no board. Its
   * session's id is one of `newTrialSessionId`.
   */
  trial: z
    .object({ project: z.string(), run: z.string(), trial: z.string(), entry: z.string(), arm: z.enum(['with', 'without']) })
    .optional(),
  /** One of several tries at one spec that were dispatched together; `index` counts from 1. */
  attempt: z
    .object({
      group: z.string(),
      index: z.number().int(),
      of: z.number().int(),
      /** As soon as one passes, the others are stopped. */
      stop_losers: z.boolean(),
    })
    .optional(),
});
export type Dispatch = z.infer<typeof Dispatch>;

/** An entry of the coaching file. The same words have the same version; `id` is null where it has none. */
export const AppliedEntry = z.object({
  id: z.string().nullable(),
  version: z.string(),
  text: z.string(),
  scope: z.object({ paths: z.array(z.string()), kinds: z.array(z.string()), models: z.array(z.string()) }),
});
export type AppliedEntry = z.infer<typeof AppliedEntry>;

/** What is tried, with whom: an entry of the coaching file by its id; in a guard the entry whose probe it is. */
export const TrialItem = z.object({ entry: z.string(), provider: z.string(), model: z.string(), target: z.string() });
export type TrialItem = z.infer<typeof TrialItem>;

/**
 * `ablation`: the file as it is, against it without the entry. `addition`: the file with the entry, which it does not tell,
 * against it as it is. `confirm`: the probe without the entry alone. `guard`: a file as it was, against it after a prune.
 */
export const TrialMode = z.enum(['ablation', 'addition', 'confirm', 'guard']);
export type TrialMode = z.infer<typeof TrialMode>;

/** One arm of a trial, at its end. */
export const TrialRun = z.object({
  /** What the gate said; null: an error or somebody else ended it, and it says nothing. */
  passed: z.boolean().nullable(),
  /** Why, as a sentence. */
  reason: z.string(),
  cost_usd: z.number(),
  tokens: z.number(),
  /** Requests to the model that were answered. */
  turns: z.number().int(),
  active_ms: z.number(),
});
export type TrialRun = z.infer<typeof TrialRun>;

export const EventBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session.created'), dispatch: Dispatch }),
  z.object({
    type: z.literal('user.define_outcome'),
    outcome_id: z.string(),
    description: z.string(),
    rubric: z.object({ type: z.literal('text'), content: z.string() }),
    max_iterations: z.number().int().positive(),
    /** Ours: the parsed spec, as it was at dispatch; `rubric.content` is its file's text. */
    spec: Spec,
  }),
  /** Ours: what the criteria said of the base before anything was done. One that holds there proves nothing, unless it is a guard. */
  z.object({ type: z.literal('outcome.checked_on_base'), base: z.string(), target: z.string(), criteria: z.array(CriterionResult) }),
  z.object({ type: z.literal('user.message'), content: z.array(TextBlock) }),
  /** `reason` (ours): absent where the user pressed Stop, else who did and why, as a sentence. */
  z.object({ type: z.literal('user.interrupt'), reason: z.string().optional() }),
  z.object({ type: z.literal('user.tool_confirmation'), tool_use_id: z.string(), result: z.enum(['allow', 'deny']) }),
  /** `message_id` (ours) joins the events of one model response, so that it can be sent back as it was. */
  z.object({ type: z.literal('agent.message'), message_id: z.string(), content: z.array(TextBlock) }),
  z.object({
    type: z.literal('agent.thinking'),
    message_id: z.string(),
    /** Ours: the block as the model gave it, signature included; it must go back unchanged. */
    block: z.discriminatedUnion('type', [
      z.object({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() }),
      z.object({ type: z.literal('redacted_thinking'), data: z.string() }),
    ]),
  }),
  z.object({
    type: z.literal('agent.tool_use'),
    message_id: z.string(),
    /** Ours: the provider's id of the call. The event's own id names the job on the target. */
    model_tool_use_id: z.string(),
    name: z.string(),
    input: z.record(z.string(), z.unknown()),
  }),
  z.object({
    type: z.literal('agent.tool_result'),
    /** Id of the `agent.tool_use` event. */
    tool_use_id: z.string(),
    content: z.array(TextBlock),
    is_error: z.boolean(),
    /** Ours: true where the call may or may not have run: its place died, and it was not run again. */
    lost: z.boolean(),
    duration_ms: z.number(),
  }),
  /** Appended by the harness, never by a person: failed criteria, a replaced sandbox. The model reads it. */
  z.object({ type: z.literal('system.message'), content: z.array(TextBlock) }),
  z.object({ type: z.literal('session.status_running') }),
  z.object({ type: z.literal('session.status_idle'), stop_reason: StopReason, stop_details: z.string().nullable() }),
  z.object({ type: z.literal('session.status_rescheduled') }),
  z.object({ type: z.literal('session.status_terminated') }),
  z.object({
    type: z.literal('session.error'),
    error: z.object({
      type: z.enum([
        'unknown_error',
        'model_overloaded_error',
        'model_rate_limited_error',
        'model_request_failed_error',
        /** Ours: the conversation is longer than the model's window. */
        'model_context_exceeded_error',
        'billing_error',
        'sandbox_error',
        'workspace_error',
        'gate_error',
      ]),
      message: z.string(),
      retry_status: RetryStatus,
      problem: Problem,
    }),
  }),
  /** The user raised (or lowered) what the session may spend. */
  z.object({ type: z.literal('session.updated'), budget: Budget }),
  /** What was spent beside the worker's own requests and the checks that the log has: a judge that the worker asked for. */
  z.object({ type: z.literal('session.usage'), usage: ModelUsage, cost_usd: z.number() }),
  /** `purpose` (ours): `compaction` asks for a summary of the window and is no turn of the worker. */
  z.object({ type: z.literal('span.model_request_start'), model: z.string(), purpose: RequestPurpose.default('turn') }),
  z.object({
    type: z.literal('span.model_request_end'),
    purpose: RequestPurpose.default('turn'),
    model_request_start_id: z.string(),
    is_error: z.boolean(),
    model_usage: ModelUsage,
    /** Ours. `stop_reason` is the Messages API's, null where the request failed. */
    cost_usd: z.number(),
    stop_reason: z.string().nullable(),
    duration_ms: z.number(),
  }),
  z.object({ type: z.literal('span.outcome_evaluation_start'), outcome_id: z.string(), iteration: z.number().int() }),
  z.object({
    type: z.literal('span.outcome_evaluation_ongoing'),
    outcome_id: z.string(),
    iteration: z.number().int(),
    /** Ours: the criterion that has just been checked. */
    criterion: CriterionResult,
  }),
  z.object({
    type: z.literal('span.outcome_evaluation_end'),
    outcome_evaluation_start_id: z.string(),
    outcome_id: z.string(),
    iteration: z.number().int(),
    result: OutcomeResult,
    explanation: z.string(),
    usage: ModelUsage,
    /** Ours: the shown criteria, each with its evidence. */
    criteria: z.array(CriterionResult),
    /** Ours: the worker says that it cannot be done as specified, and `explanation` why; `result` is `failed`. Nothing was judged. */
    impossible: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('sandbox.provisioned'),
    sandbox_id: z.string(),
    target: z.string(),
    isolation: Isolation,
    facts: TargetFacts,
    /** The commit that the workspace was made from. */
    commit: z.string(),
    /** The workspace's absolute path as the worker sees it. Null in logs of 0.1.0. */
    workspace_path: z.string().nullable().default(null),
    /** What the spec's `setup` was and how it went, before the network was cut off; absent where there is none. */
    setup: z.object({ run: z.string(), output: z.string(), duration_ms: z.number() }).optional(),
  }),
  /** The target holds as many sandboxes as it may: the session waits for a place there, which costs it no time. */
  z.object({ type: z.literal('sandbox.awaited'), target: z.string() }),
  z.object({ type: z.literal('sandbox.lost'), sandbox_id: z.string(), reason: z.string() }),
  z.object({ type: z.literal('sandbox.destroyed'), sandbox_id: z.string() }),
  z.object({
    type: z.literal('workspace.snapshot'),
    /** A commit on the base that the desktop has; null while the objects are in the sandbox alone (`workspace.collected` follows). */
    commit: z.string().nullable(),
    /** Whether its objects have reached the desktop. */
    collected: z.boolean(),
    files_changed: z.number().int(),
    insertions: z.number().int(),
    deletions: z.number().int(),
    /** Names of files that are too large or cannot be read, and in words what else is missing. */
    left_out: z.array(z.string()),
    /** Id of the `agent.tool_use` event after which it was taken; null: taken when the session was checked or rested. */
    tool_use_id: z.string().nullable().default(null),
    /** The workspace's tree as the sandbox has it: without `.drover/`. Null in logs of 0.1.0. */
    tree: z.string().nullable().default(null),
    /** A blob that lists what git does not keep (empty folders, modes); null: there is nothing of that kind. */
    extras: z.string().nullable().default(null),
    /** The worker's newest own commit, whose objects are on the desktop; absent: it made none. Told of with `commit` alone. */
    head: z.string().optional(),
    /** What changed since the snapshot before, the first of it; `files_changed` counts all of it where `tool_use_id` is set. */
    paths: z.array(z.object({ path: z.string(), change: z.enum(['added', 'modified', 'deleted']) })).default([]),
  }),
  /** The objects of these snapshots are on the desktop now. */
  z.object({ type: z.literal('workspace.collected'), snapshots: z.array(z.object({ tree: z.string(), commit: z.string() })) }),
  /** From here on the model sees `summary` in place of the events from `from_seq` to `to_seq`. They stay in the log. */
  z.object({
    type: z.literal('context.compacted'),
    from_seq: z.number().int(),
    to_seq: z.number().int(),
    summary: z.string(),
    tokens_before: z.number(),
    tokens_after: z.number(),
  }),
  /** The user undid a compaction: from here on the model sees the events themselves again. */
  z.object({ type: z.literal('context.restored'), compaction_id: z.string() }),
  /**
   * First own event of a fork: everything before it is shared with `parent_session_id`, up to `parent_seq`. `dispatch` is what
   * holds from here on. The sandbox, calls, requests, checks and the verdict of the parent's future are not this session's.
   */
  z.object({ type: z.literal('session.forked'), parent_session_id: z.string(), parent_seq: z.number().int(), dispatch: Dispatch }),
  /** The session ran elsewhere. A subagent of it is a session of its own, a thread, that names the call that began it. */
  z.object({
    type: z.literal('session.imported'),
    source: z.enum(['claude_code']),
    source_session_id: z.string(),
    path: z.string(),
    thread_of: z.object({ session_id: z.string(), tool_use_id: z.string().nullable() }).nullable(),
  }),
  /** A record of an import that has no event of its own: its line, whole. `kind` as the source names it, or `malformed`. */
  z.object({ type: z.literal('import.record'), kind: z.string(), line: z.string() }),
  /** The session has another title from here on. `source_event_id` is the imported record that says so. */
  z.object({ type: z.literal('session.titled'), title: z.string(), titled_by: z.enum(['user', 'model']), source_event_id: z.string() }),
  z.object({ type: z.literal('verdict.started'), base: z.string(), commit: z.string(), target: z.string() }),
  z.object({ type: z.literal('verdict.check'), criterion: CriterionResult }),
  z.object({
    type: z.literal('verdict.ended'),
    passed: z.boolean(),
    explanation: z.string(),
    /** The tree that the gate judged; accepting makes a commit of exactly this tree. */
    tree: z.string().nullable(),
    criteria: z.array(CriterionResult),
    sandbox: z.object({ isolation: Isolation, facts: TargetFacts }).nullable(),
    duration_ms: z.number(),
    /** What the gate noticed beside the criteria. Absent in logs of 0.1.0. */
    findings: z.array(GateFinding).optional(),
  }),
  z.object({ type: z.literal('verdict.accepted'), branch: z.string(), commit: z.string() }),
  z.object({ type: z.literal('verdict.pull_request'), branch: z.string(), url: z.string() }),
  /** The user wants another iteration: the remarks are its instructions, and the verdict is open no more. */
  z.object({ type: z.literal('verdict.sent_back'), message: z.string(), comments: z.array(ReviewComment) }),
  z.object({ type: z.literal('verdict.rejected'), reason: z.string() }),
  /** The spec's `setup` begins in a new sandbox. `sandbox.provisioned` says how it went, or `session.error` why it did not. */
  z.object({ type: z.literal('sandbox.setup_started'), sandbox_id: z.string(), run: z.string() }),
  /** What the worker is told beside its task, which comes after it: the project's coaching as it stood. `path` is its file. */
  z.object({ type: z.literal('coaching.applied'), path: z.string(), entries: z.array(AppliedEntry) }),
  /**
   * The events of trials are those of a log of their own, one a project (`coachingLogId`). The user began trials; `run` names
   * them. `smallest` is the smallest effect that matters, `max_pairs` an item's. With `guard`, the two files that are compared.
   */
  z.object({
    type: z.literal('trials.begun'),
    run: z.string(),
    project: z.object({ path: z.string(), name: z.string() }),
    kind: z.enum(['entries', 'confirm', 'guard']),
    items: z.array(TrialItem),
    budget_usd: z.number().nullable(),
    smallest: z.number(),
    max_pairs: z.number().int().positive(),
    guard: z.object({ path: z.string(), before: z.array(AppliedEntry), after: z.array(AppliedEntry) }).optional(),
  }),
  /** Two sessions that share everything but what they are told; of a `confirm` only the one without the entry. Logged before they are made. */
  z.object({
    type: z.literal('trial.started'),
    run: z.string(),
    trial: z.string(),
    ...TrialItem.shape,
    mode: TrialMode,
    /** Of the entry's words, as in `AppliedEntry`. */
    version: z.string(),
    /** Of the probe: its text and its base. */
    probe: z.string(),
    sessions: z.object({ with: z.string().nullable(), without: z.string() }),
  }),
  z.object({ type: z.literal('trial.ended'), trial: z.string(), with: TrialRun.nullable(), without: TrialRun }),
  /** No more trials of an item in this run, and why. */
  z.object({
    type: z.literal('trials.item_ended'),
    run: z.string(),
    ...TrialItem.shape,
    reason: z.enum(['answered', 'max_pairs_reached', 'failing', 'gone', 'not_testable']),
    explanation: z.string(),
  }),
  z.object({ type: z.literal('trials.stop_requested'), run: z.string() }),
  z.object({
    type: z.literal('trials.ended'),
    run: z.string(),
    reason: z.enum(['done', 'budget_reached', 'stopped', 'failed']),
    explanation: z.string(),
  }),
]);
export type EventBody = z.infer<typeof EventBody>;
export type EventType = EventBody['type'];
export type BodyOf<T extends EventType> = Extract<EventBody, { type: T }>;

/** An event type that a newer version wrote: kept, shown as unknown, never dropped. */
export interface UnknownBody {
  type: 'unknown';
  originalType: string;
  data: unknown;
}

/** What the log adds to a body when it stores it. */
export interface Envelope {
  /** `sevt_…`, unique over all sessions. */
  id: string;
  session: string;
  /** Position in the session, from 1. Order is this, never the clock. */
  seq: number;
  /** ISO 8601, the moment of the append. */
  processed_at: string;
}

export type SessionEvent = Envelope & (EventBody | UnknownBody);

/** Every type of this version, for tables and filters. */
export const eventTypes: readonly EventType[] = EventBody.options.map((option) => option.shape.type.value);

/**
 * A body to append. The id may be chosen by the caller where another event of the batch refers to it; `processed_at`
 * (ISO 8601) is given by an import alone, everything else happens when it is appended.
 */
export type NewEvent = z.input<typeof EventBody> & { id?: string; processed_at?: string };

/** Reads a stored body. A type this version does not know, or a shape it cannot read, becomes `unknown`. */
export function parseBody(type: string, data: unknown): EventBody | UnknownBody {
  const parsed = EventBody.safeParse(data);
  return parsed.success ? parsed.data : { type: 'unknown', originalType: type, data };
}
