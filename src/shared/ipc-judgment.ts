/** The part of the contract that is about judgment: specs before the work, verdicts after it, and what may be spent. */
import { z } from 'zod';
import type { CriterionInput, CriterionResult } from './criteria.ts';
import type { Problem } from './problem.ts';
import { DailyBudget } from './settings.ts';
import { ReviewComment } from './verdict.ts';

const SessionId = z.string().regex(/^sesn_[0-9a-zA-Z]{10,40}$/);
const ProjectPath = z.string().min(1).max(4096);
const SpecText = z.string().max(1_000_000);
/** Named by the caller, so that it can cancel before there is an answer. */
const JobId = z.string().min(1).max(60);
const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,80}$/);

/** Who works, and where. */
export const WorkerChoice = z.strictObject({ provider: z.string(), model: z.string(), target: z.string() });
export type WorkerChoice = z.infer<typeof WorkerChoice>;

export const judgmentInputs = {
  /**
   * Checks criteria on the base commit in a throw-away sandbox; with `criteria`, only these ids. The spec is the text given,
   * saved or not. Progress comes as pushes; results are kept, and `spec.onBase` gives them at once while they hold.
   */
  'spec.tryOnBase': z.strictObject({
    job: JobId,
    project: ProjectPath,
    text: SpecText,
    criteria: z.array(z.string()).optional(),
    ...WorkerChoice.shape,
  }),
  'spec.cancelTry': z.strictObject({ job: JobId }),
  /** What is known of the criteria on the base that is HEAD now: those whose definition has not changed since. */
  'spec.onBase': z.strictObject({ project: ProjectPath, text: SpecText, target: z.string() }),
  /** A model proposes criteria from the repository's own scripts and tests. Cancelled with `spec.cancelSuggest`. */
  'spec.suggest': z.strictObject({
    job: JobId,
    project: ProjectPath,
    text: SpecText,
    provider: z.string(),
    model: z.string(),
  }),
  'spec.cancelSuggest': z.strictObject({ job: JobId }),
  /** Criteria that past verdicts on this spec missed: what made somebody reject, or send back, what had passed. */
  'spec.misses': z.strictObject({ project: ProjectPath, slug: Slug }),
  /** Asks for a folder of spec-kit, Kiro or OpenSpec (or takes the project's own) and reads it. Nothing is written. */
  'spec.importForeign': z.strictObject({ project: ProjectPath, pick: z.boolean() }),
  'spec.dispatch': z.strictObject({
    project: ProjectPath,
    slug: Slug,
    /** One: a plain dispatch. More: attempts at one spec, compared afterwards. */
    attempts: z.array(WorkerChoice).min(1).max(16),
    stopLosers: z.boolean(),
  }),
  'verdict.accept': z.strictObject({
    session: SessionId,
    branch: z.string().min(1).max(200),
    message: z.string().min(1).max(20_000),
    /** `one`, where it is left out: one commit of the judged tree. `worker`: the worker's own commits, and one more for what it did not commit. */
    commits: z.enum(['one', 'worker']).optional(),
  }),
  /** The worker's own commits since the base, oldest first; empty where it made none. */
  'verdict.commits': z.strictObject({ session: SessionId }),
  /** Also where the worker said that it cannot be done as specified: then it closes the session. */
  'verdict.reject': z.strictObject({ session: SessionId, reason: z.string().max(20_000) }),
  'verdict.sendBack': z.strictObject({
    session: SessionId,
    message: z.string().max(20_000),
    comments: z.array(ReviewComment).max(500),
  }),
  /** Whether `gh` is installed and signed in, and where the repository's pull requests go. */
  'pullRequest.ready': z.strictObject({ session: SessionId }),
  /** Pushes the accepted branch and opens a pull request through `gh`. */
  'pullRequest.open': z.strictObject({
    session: SessionId,
    title: z.string().min(1).max(300),
    body: z.string().max(60_000),
    base: z.string().min(1).max(200),
    draft: z.boolean(),
  }),
  'settings.dailyBudget': z.strictObject({ budget: DailyBudget }),
  'budget.today': z.undefined(),
} satisfies Record<string, z.ZodType>;

/** A check on the base, as it goes on. */
export interface BaseCheck {
  job: string;
  base: string;
  target: string;
  state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
  results: CriterionResult[];
  problem: Problem | null;
}

/** A criterion that somebody else proposes: accepted as it is, edited, or dropped. */
export interface CriterionDraft {
  criterion: CriterionInput;
  /** One or two sentences: why it would prove something. */
  why: string;
  /** Where it comes from, e.g. `package.json, script test` or a session's id. */
  source: string;
}

/** A spec of another tool, as one of ours. */
export interface ForeignSpec {
  tool: 'spec-kit' | 'kiro' | 'openspec';
  /** The folder or file it was read from, relative to what was picked. */
  path: string;
  slug: string;
  title: string;
  text: string;
  /** What could not be carried over, in words. */
  notes: string[];
}

export interface WorkerCommit {
  commit: string;
  subject: string;
  files: number;
}

/** What was spent since midnight, by this computer's clock, and the limits. */
export interface Today {
  usd: number;
  tokens: number;
  minutes: number;
  iterations: number;
  limit: DailyBudget;
  /** Which limit is reached, in words; null: none. */
  reached: string | null;
}

export interface JudgmentOutputs {
  /** Resolves when it is over. */
  'spec.tryOnBase': BaseCheck;
  'spec.cancelTry': null;
  'spec.onBase': { base: string; results: CriterionResult[] };
  'spec.suggest': { drafts: CriterionDraft[]; costUsd: number };
  'spec.cancelSuggest': null;
  'spec.misses': CriterionDraft[];
  /** Null where the user closed the dialog. */
  'spec.importForeign': ForeignSpec[] | null;
  'spec.dispatch': { sessions: string[] };
  'verdict.accept': { branch: string; commit: string };
  'verdict.commits': WorkerCommit[];
  'verdict.reject': null;
  'verdict.sendBack': null;
  'pullRequest.ready': { ready: true; repository: string; base: string } | { ready: false; reason: string };
  'pullRequest.open': { url: string };
  'settings.dailyBudget': null;
  'budget.today': Today;
}

export type JudgmentPush = { kind: 'baseCheck'; check: BaseCheck } | { kind: 'today'; today: Today };
