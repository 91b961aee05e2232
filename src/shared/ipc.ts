/**
 * The whole contract between the window and the main process: channel -> input schema and output type.
 * A new call changes this file, its implementation in `src/main/handlers` and its caller, nothing else.
 */
import { z } from 'zod';
import type { PatchPiece, SessionDiff } from './diff.ts';
import type { EventLink } from './event-link.ts';
import { eventTypes, type SessionEvent } from './events.ts';
import type { SessionState } from './fold.ts';
import {
  forkCoachings,
  type Comparison,
  type FilesView,
  type FileView,
  type ImportProgress,
  type Lineage,
  type SawView,
} from './instant.ts';
import { coachingInputs, type CoachingOutputs, type CoachingPush } from './ipc-coaching.ts';
import { judgmentInputs, type JudgmentOutputs, type JudgmentPush, type WorkerChoice } from './ipc-judgment.ts';
import type { Problem } from './problem.ts';
import type { ProjectInfo, SpecDocument } from './project.ts';
import type { SearchPage } from './search.ts';
import { Provider, TargetSettings } from './settings.ts';
import type { SettingsView, SshHost, TargetTest } from './settings-view.ts';
import type { Outline } from './columns/outline.ts';
import type { Skeleton } from './skeleton.ts';
import { Budget, type Spec, type SpecMistake } from './spec.ts';
import type { SessionSummary } from './summary.ts';

export interface AboutView {
  version: string;
  runtime: string;
  /** Plain words where something is not as it should be (fallback runtime, read-only database, root). */
  notes: string[];
  dataDir: string;
  /** Set where the database can only be read: what is wrong and what is still readable. */
  readOnly: Problem | null;
}

export interface DispatchChoice extends WorkerChoice {
  project: string;
  slug: string;
}

const SessionId = z.string().regex(/^sesn_[0-9a-zA-Z]{10,40}$/);
const ProjectPath = z.string().min(1).max(4096);
const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,80}$/);
const ObjectId = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
const none = z.undefined();
const Seq = z.number().int().min(1);
const AtInstant = z.strictObject({ session: SessionId, seq: Seq });

/** Input schemas. Every input is validated in the main process before anything else looks at it. */
export const inputs = {
  'about.get': none,
  'demo.run': none,
  /** All but trials. */
  'sessions.list': none,
  /** Of any session, trials included: those are in no list. */
  'session.summary': z.strictObject({ session: SessionId }),
  /** A slice by position, both ends included; with `types`, only those. */
  'session.events': z.strictObject({
    session: SessionId,
    from: Seq,
    to: Seq.optional(),
    types: z.array(z.enum(eventTypes)).optional(),
    order: z.enum(['asc', 'desc']).optional(),
    limit: z.number().int().min(1).max(1000),
  }),
  'session.watch': z.strictObject({ session: SessionId, from: z.number().int().min(1) }),
  'session.unwatch': z.strictObject({ session: SessionId }),
  'session.stop': z.strictObject({ session: SessionId }),
  'session.continue': z.strictObject({ session: SessionId, message: z.string().max(100_000).optional(), budget: Budget.optional() }),
  'session.diff': z.strictObject({ session: SessionId }),
  /** One file of a diff between two commits that another call named, in parts of 2 MB. `oldPath` where it was renamed. */
  'diff.file': z.strictObject({
    session: SessionId,
    base: ObjectId,
    commit: ObjectId,
    path: z.string().min(1).max(4096),
    oldPath: z.string().min(1).max(4096).nullable(),
    from: z.number().int().min(0),
  }),
  /** The columns of `from` to the head; what grows later comes as events of a watched session. */
  'session.outline': z.strictObject({ session: SessionId }),
  'session.skeleton': z.strictObject({ session: SessionId, from: Seq, to: Seq.optional() }),
  'session.event': z.strictObject({ id: z.string().max(60) }),
  /** Positions of events whose text, type or tool matches, ascending; the query as in `search`. */
  'session.find': z.strictObject({ session: SessionId, query: z.string().max(1000) }),
  'session.at': AtInstant,
  'session.saw': AtInstant,
  'session.files': AtInstant,
  'session.file': z.strictObject({ session: SessionId, seq: Seq, path: z.string().min(1).max(4096) }),
  /** What changed since the base, or since the snapshot before. Null where the objects are not here. */
  'session.changes': z.strictObject({ session: SessionId, seq: Seq, since: z.enum(['base', 'before']) }),
  'session.fork': z.strictObject({
    session: SessionId,
    seq: Seq,
    changes: z.strictObject({
      message: z.string().max(100_000).optional(),
      spec: z.string().max(1_000_000).optional(),
      provider: z.string().optional(),
      model: z.string().optional(),
      target: z.string().optional(),
      coaching: z.enum(forkCoachings).optional(),
    }),
  }),
  'session.compare': z.strictObject({ a: SessionId, b: SessionId }),
  /** From the newest files of `a` that are here to those of `b`. Null where one has none, or they are of two projects. */
  'compare.diff': z.strictObject({ a: SessionId, b: SessionId }),
  /** Undoes a compaction for what comes next. */
  'session.restore': z.strictObject({ session: SessionId, compaction: z.string().max(60) }),
  'session.verify': z.strictObject({ session: SessionId }),
  /** Asks where to, then writes the file. */
  'session.export': z.strictObject({ session: SessionId, format: z.enum(['jsonl', 'html']) }),
  'sessions.lineage': none,
  /** The event that the application was started with, the first time that it is asked for. */
  'link.take': none,
  search: z.strictObject({ query: z.string().max(1000), after: z.number().int().nullable(), limit: z.number().int().min(1).max(200) }),
  /** `folder` null: Claude Code's own places. Progress comes as pushes. */
  'import.claudeCode': z.strictObject({ folder: z.string().max(4096).nullable() }),
  'import.pick': none,
  /** Asks for a file that `session.export` wrote, and takes it in. */
  'import.jsonl': none,
  'import.cancel': z.strictObject({ id: z.string() }),
  ...judgmentInputs,
  ...coachingInputs,
  'project.pick': none,
  'project.open': z.strictObject({ path: ProjectPath }),
  'projects.list': none,
  'project.forget': z.strictObject({ path: ProjectPath }),
  'spec.read': z.strictObject({ project: ProjectPath, slug: Slug }),
  /** With `project`, also what no file of it matches. */
  'spec.check': z.strictObject({ text: z.string().max(1_000_000), project: z.string().min(1).max(4096).optional() }),
  /** Writes `.drover/specs/<slug>.md`. `expected` is the text that was read; a file changed since is a problem, not a loss. */
  'spec.save': z.strictObject({ project: ProjectPath, slug: Slug, text: z.string().max(1_000_000), expected: z.string().nullable() }),
  'settings.get': none,
  'settings.theme': z.strictObject({ theme: z.enum(['system', 'light', 'dark']) }),
  /** `key` undefined leaves the stored key as it is. */
  'provider.save': z.strictObject({ provider: Provider, key: z.string().min(1).max(10_000).optional() }),
  'provider.remove': z.strictObject({ id: z.string() }),
  'provider.test': z.strictObject({ id: z.string(), model: z.string() }),
  'target.save': z.strictObject({ target: TargetSettings }),
  'target.remove': z.strictObject({ id: z.string() }),
  'target.test': z.strictObject({ id: z.string() }),
  'target.trust': z.strictObject({ id: z.string(), fingerprint: z.string() }),
  /** Kept in memory for this run only. */
  'target.passphrase': z.strictObject({ id: z.string(), passphrase: z.string().max(10_000) }),
  'ssh.hosts': none,
} satisfies Record<string, z.ZodType>;

export type Channel = keyof typeof inputs;
export type InputOf<C extends Channel> = z.infer<(typeof inputs)[C]>;

/** What each call answers. A call never rejects with a stack trace: failure is `{ ok: false, problem }`. */
export interface Outputs extends JudgmentOutputs, CoachingOutputs {
  'about.get': AboutView;
  'demo.run': { session: string };
  'sessions.list': SessionSummary[];
  /** Null: there is no such session. */
  'session.summary': SessionSummary | null;
  'session.events': SessionEvent[];
  'session.watch': null;
  'session.unwatch': null;
  'session.stop': null;
  'session.continue': null;
  'session.diff': SessionDiff | null;
  'diff.file': PatchPiece;
  /** Null for a session that is quick enough without. */
  'session.outline': Outline | null;
  'session.skeleton': Skeleton;
  'session.event': SessionEvent | null;
  /** `unread`: the oldest events, not looked through because the index of words does not reach them yet. */
  'session.find': { seqs: number[]; unread: number; mistake: string | null };
  'session.at': SessionState;
  'session.saw': SawView;
  'session.files': FilesView;
  'session.file': FileView;
  'session.changes': SessionDiff | null;
  'session.fork': { session: string };
  'session.compare': Comparison;
  'compare.diff': SessionDiff | null;
  'session.restore': null;
  'session.verify': { ok: true; events: number } | { ok: false; seq: number; reason: string };
  /** Null where the user closed the dialog. */
  'session.export': { path: string } | null;
  'sessions.lineage': Lineage[];
  'link.take': EventLink | null;
  search: SearchPage;
  'import.claudeCode': { id: string };
  'import.pick': string | null;
  'import.jsonl': { sessions: string[]; added: number } | null;
  'import.cancel': null;
  /** Null where the user closed the dialog. */
  'project.pick': ProjectInfo | null;
  'project.open': ProjectInfo;
  'projects.list': ProjectInfo[];
  'project.forget': null;
  'spec.read': SpecDocument;
  /** Warnings keep nothing from being dispatched. */
  'spec.check': { spec: Spec | null; mistakes: SpecMistake[]; warnings: SpecMistake[] };
  'spec.save': SpecDocument;
  'settings.get': SettingsView;
  'settings.theme': null;
  'provider.save': SettingsView;
  'provider.remove': SettingsView;
  'provider.test': { ok: true; latencyMs: number } | { ok: false; problem: Problem };
  'target.save': SettingsView;
  'target.remove': SettingsView;
  'target.test': TargetTest;
  'target.trust': null;
  'target.passphrase': null;
  'ssh.hosts': SshHost[];
}

export type Answer<C extends Channel> = { ok: true; value: Outputs[C] } | { ok: false; problem: Problem };

/** What the main process tells the window unasked. */
export type Push =
  /** Events of a watched session, in order, without gap or repeat. */
  | { kind: 'events'; session: string; events: SessionEvent[] }
  /** What streams and is never stored: the model's words, a running command's output. */
  | { kind: 'delta'; session: string; source: 'text' | 'thinking' | 'tool_input' | 'stdout' | 'stderr'; text: string }
  /** A summary changed; replaces the one with its id. */
  | { kind: 'summary'; summary: SessionSummary }
  | { kind: 'settings'; settings: SettingsView }
  | { kind: 'import'; progress: ImportProgress }
  /** Show an event: its link was opened somewhere else in the system. */
  | { kind: 'open'; link: EventLink }
  | { kind: 'problem'; problem: Problem }
  | JudgmentPush
  | CoachingPush;

/** What the preload puts on `window`. */
export interface DroverBridge {
  call<C extends Channel>(channel: C, input: InputOf<C>): Promise<Answer<C>>;
  /** Returns the function that ends it. */
  onPush(listener: (push: Push) => void): () => void;
}
