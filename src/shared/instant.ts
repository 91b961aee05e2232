/** A session as it stood after one of its events. */
import type { EventType } from './events.ts';
import type { ModelMessage } from './model.ts';

/** The model's window at an instant: what a request made right then would have carried. */
export interface SawView {
  seq: number;
  /** In order. A message stands for events `from` to `to` of the log; a compaction's summary for the range that it replaced. */
  entries: SawEntry[];
  /** Ranges that were in the log and not in the window, with the compaction that took each out. */
  outside: { from: number; to: number; compaction: string; tokensBefore: number; tokensAfter: number }[];
  /** As the newest request before this instant counted them; null before the first. */
  tokens: number | null;
}

export interface SawEntry {
  from: number;
  to: number;
  role: ModelMessage['role'];
  kind: 'text' | 'thinking' | 'tool_use' | 'tool_result' | 'summary';
  /** One line. */
  label: string;
  /** Cut at 20,000 characters; the whole is in the event. */
  text: string;
}

/** The workspace at an instant. */
export interface FilesView {
  seq: number;
  /** The event that holds these files: the newest snapshot at or before `seq`, or 0 for the base commit. */
  snapshotSeq: number;
  /** `waiting`: the objects are on the target and come when it can be reached; `lost`: they went with their sandbox. */
  state: 'here' | 'waiting' | 'lost';
  /** Sorted by path, at most 50,000. */
  entries: FileEntry[];
  truncated: boolean;
  leftOut: string[];
}

export interface FileEntry {
  path: string;
  kind: 'file' | 'executable' | 'symlink' | 'submodule';
  bytes: number;
  /** Against the base commit, and against the snapshot before; null: the same. */
  sinceBase: 'added' | 'modified' | null;
  sinceBefore: 'added' | 'modified' | null;
}

export type FileView =
  | { kind: 'text'; path: string; text: string; bytes: number; truncated: boolean }
  | { kind: 'binary'; path: string; bytes: number }
  | { kind: 'missing'; path: string };

/** What may be changed before a fork goes on. Absent: as it was. */
export interface ForkChanges {
  /** In place of the user's message at or right after the fork's point, or as a new one. */
  message?: string | undefined;
  /** The spec's text. */
  spec?: string | undefined;
  provider?: string | undefined;
  model?: string | undefined;
  target?: string | undefined;
  coaching?: ForkCoaching | undefined;
}

/** What a fork is told: as its parent was; the project's file as it stands, for the fork's model; nothing. */
export const forkCoachings = ['keep', 'now', 'none'] as const;
export type ForkCoaching = (typeof forkCoachings)[number];

/** Two sessions from where they part. */
export interface Comparison {
  /** The last event that they share; 0: nothing. */
  sharedSeq: number;
  a: ComparedSide;
  b: ComparedSide;
}

export interface ComparedSide {
  session: string;
  /** Own events after the parting. */
  events: number;
  byType: { type: EventType | 'unknown'; count: number }[];
  costUsd: number;
  activeMs: number;
  turns: number;
  verdict: 'passed' | 'failed' | null;
  criteria: { id: string; passed: boolean }[];
  /** Newest snapshot that is here. */
  commit: string | null;
}

/** A node of the tree of sessions: forks and threads under the session that they came from. */
export interface Lineage {
  session: string;
  parent: string;
  /** `fork`: shares events up to `seq`. `thread`: a subagent that the parent's event `seq` began. */
  kind: 'fork' | 'thread';
  seq: number;
}

/** What an import found, and how far it is. */
export interface ImportProgress {
  id: string;
  state: 'running' | 'done' | 'cancelled' | 'failed';
  files: number;
  filesDone: number;
  bytes: number;
  bytesDone: number;
  sessionsNew: number;
  sessionsGrown: number;
  eventsAdded: number;
  /** Lines that could not be read; each is kept as it is. */
  malformed: number;
  /** In words. */
  current: string;
  problem: { what: string; where: string; todo: string } | null;
}

/** Of an import that has found nothing yet. */
export const notBegun: Omit<ImportProgress, 'id'> = {
  state: 'running',
  files: 0,
  filesDone: 0,
  bytes: 0,
  bytesDone: 0,
  sessionsNew: 0,
  sessionsGrown: 0,
  eventsAdded: 0,
  malformed: 0,
  current: 'looking for sessions',
  problem: null,
};
