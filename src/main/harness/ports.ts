/** What the harness needs of the world. Everything behind these is replaceable without it noticing. */
import type { AskJudge, CapturePattern, Changes } from '../../shared/check-criterion.ts';
import type { CriterionResult } from '../../shared/criteria.ts';
import type { BodyOf, EventType, NewEvent, SessionEvent } from '../../shared/events.ts';
import type { SessionState } from '../../shared/fold.ts';
import type { JudgePorts } from '../../shared/judge-call.ts';
import type { ModelDelta, ModelPort } from '../../shared/model.ts';
import type { Sandbox, Target } from '../../shared/sandbox.ts';
import type { Spec } from '../../shared/spec.ts';
import type { PointPorts } from './points.ts';

export interface LogPort {
  append(session: string, expectedHead: number, events: readonly NewEvent[]): Promise<SessionEvent[]>;
  getEvents(
    session: string,
    slice?: { from?: number; to?: number; types?: readonly EventType[]; limit?: number; order?: 'asc' | 'desc' },
  ): SessionEvent[];
  getEvent(id: string): SessionEvent | undefined;
  /** The fold of the session's events, without reading them all. */
  stateAt(session: string): SessionState;
  onGrowth(listener: (sessions: readonly string[]) => void): () => void;
}

export interface WorkspaceJob {
  session: string;
  root: string;
  base: string;
  /** Names the sandbox's calls. */
  prefix: string;
  signal: AbortSignal;
}

export interface WorkspacePort {
  /**
   * Puts the project into a sandbox: the base commit, and over it the files of a snapshot. Repeatable under one prefix. `setup`:
   * before the spec's setup, which is to find the base alone; or after it, where what it made stays and is not the worker's.
   */
  seed(
    sandbox: Sandbox,
    job: WorkspaceJob & {
      snapshot: { commit: string; tree: string | null; extras: string | null } | null;
      head: string | null;
      setup?: 'before' | 'after' | undefined;
    },
  ): Promise<void>;
  snapshot(sandbox: Sandbox, job: WorkspaceJob): Promise<Omit<BodyOf<'workspace.snapshot'>, 'type'>>;
  /** Brings what the sandbox wrote down to the desktop: those that are here now, each with its commit. Repeatable. */
  collect(
    sandbox: Sandbox,
    job: WorkspaceJob & { snapshots: readonly { tree: string; extras: string | null }[] },
  ): Promise<BodyOf<'workspace.collected'>['snapshots']>;
  /** From the base to a commit that the desktop has. */
  diff(job: { root: string; base: string; commit: string }): Promise<Changes>;
}

export interface GateJob {
  session: string;
  /** Names the gate's sandbox and its calls: the same prefix again collects what a dead gate began. */
  prefix: string;
  root: string;
  base: string;
  commit: string;
  spec: Spec;
  target: string;
}

export interface GatePort {
  judge(
    job: GateJob,
    options: { signal: AbortSignal; onCheck: (result: CriterionResult) => Promise<void> },
  ): Promise<Omit<BodyOf<'verdict.ended'>, 'type'>>;
}

/** What is shown while it happens and never stored. */
export type LiveDelta = ModelDelta | { kind: 'stdout' | 'stderr'; text: string };

export interface RetryPolicy {
  /** Failed attempts in a row before the session pauses. */
  attempts: number;
  /** First delay in ms; it doubles up to `maxMs`. A server's own wish goes before it. */
  baseMs: number;
  maxMs: number;
}

/** `mask` also takes known secrets out of everything else that enters the log. */
export interface HarnessPorts extends JudgePorts, PointPorts {
  capture: CapturePattern;
  log: LogPort;
  model: ModelPort;
  /** Rejects with a `ProblemError` where the target is not known or cannot be used. */
  target(id: string): Promise<Target>;
  workspace: WorkspacePort;
  gate: GatePort;
  /** Asks a judge on behalf of a session: its own model, where a rubric names no other. */
  ask(session: string, signal: AbortSignal): AskJudge;
  newEventId: () => string;
  onDelta: (session: string, delta: LiveDelta) => void;
  retry: RetryPolicy;
  /** The same for a target that cannot be reached: a machine sleeps longer than a server is overloaded. */
  retryTarget: RetryPolicy;
  /** Which limit of the day all sessions together have reached, in words; null: none. */
  dayLimit(): string | null;
  places: {
    /** Whether the session may have a sandbox on its target now. */
    has(session: string): boolean;
    /** Resolves when it may, or the signal aborts. */
    wait(session: string, signal: AbortSignal): Promise<void>;
  };
  /** Told of each verdict once the log has it. */
  onVerdict(session: string): Promise<void>;
  /** How many tokens the model's window holds. */
  contextTokens(provider: string, model: string): number;
}
