/** The sandbox port: what a target offers. Success and failure come back in one shape. */
import { z } from 'zod';
import type { Excerpt } from './criteria.ts';
import type { Isolation, TargetFacts } from './events.ts';
import { ProblemError } from './problem.ts';

/** One call. Paths are relative to the workspace; an absolute path must be inside the sandbox. */
export type Operation =
  /**
   * `snapshot: false`: Drover's own command, after which the workspace is not written down. `alone`: everything that it started
   * ends with it.
   */
  | { op: 'command'; command: string; timeoutMs: number; cwd?: string; snapshot?: false; alone?: true }
  /** Text of a file. `offset` and `limit` count lines, from 1. Without them: head and tail of a large file. */
  | { op: 'read'; path: string; offset?: number; limit?: number }
  | { op: 'write'; path: string; content: string }
  /** Replaces `oldText`, which must occur exactly once unless `all`. */
  | { op: 'edit'; path: string; oldText: string; newText: string; all?: boolean }
  /** Paths below `path` that match a glob (`**` included), newest first, ignored files left out. */
  | { op: 'glob'; pattern: string; path?: string }
  /** Lines that match an extended regular expression: `path:line:text`. */
  | { op: 'grep'; pattern: string; path?: string; glob?: string; ignoreCase?: boolean }
  /** Writes the workspace down; the result's `snapshot` says how it stands, also where nothing changed. */
  | { op: 'snapshot' }
  /**
   * Ends whatever still runs, and writes down how every file stands, ignored ones included, where nothing in the sandbox can
   * reach it. `only`: of these files alone, by their names' bytes as latin1; what is known of the others stays.
   */
  | { op: 'seal'; only?: string[] }
  /**
   * Ends whatever still runs, and says what became of the sealed files, as JSON (`SealReport`). Folders, links and git's own
   * files are put back, and everything outside of the workspace that calls left is removed; with `clear`, new files are too.
   */
  | { op: 'compare'; clear: boolean; hash: 'sha1' | 'sha256' };

/** What a `compare` answers. */
export const SealReport = z.object({
  /** How many sealed files are not what they were; `files` names the first. */
  changed: z.number().int(),
  files: z.array(
    z.object({
      path: z.string(),
      /** The name's bytes, as latin1. */
      raw: z.string(),
      /** Octal, as it was sealed. */
      mode: z.string(),
      /** The id that git gives what is there now; null where nothing is. */
      blob: z.string().nullable(),
    }),
  ),
  added: z.number().int(),
  /** The first of what is new. */
  names: z.array(z.string()),
});
export type SealReport = z.infer<typeof SealReport>;

/** A call that failed without a command's exit code. */
export interface CallError {
  code: 'not_found' | 'not_a_file' | 'not_text' | 'no_match' | 'ambiguous' | 'denied' | 'no_space' | 'too_large' | 'invalid' | 'io';
  message: string;
}

/**
 * The workspace right after a call, written down by the sandbox itself. Its objects stay there until they are collected.
 * Names that are not UTF-8 are shown with replacement characters; the tree has their bytes.
 */
export interface WorkspaceSnapshot {
  tree: string;
  /** A blob with what git does not keep: empty folders and modes; null where there is none. */
  extras: string | null;
  /** The first of what changed since the snapshot before; `changedFiles` counts all. */
  paths: { path: string; change: 'added' | 'modified' | 'deleted' }[];
  changedFiles: number;
  /** Files that are too large or cannot be read, and in words what else is missing. */
  leftOut: string[];
}

export interface CallResult {
  /** `lost`: the call was begun and nobody can say whether it took effect. It was not run again. */
  state: 'done' | 'lost';
  /** A command's exit code; null for other operations, and where a signal ended it. */
  exitCode: number | null;
  signal: string | null;
  timedOut: boolean;
  cancelled: boolean;
  /** A command's output; what another operation answers is its `stdout`. */
  stdout: Excerpt;
  stderr: Excerpt;
  durationMs: number;
  error: CallError | null;
  /** After a worker's command, write or edit. Null where nothing that a snapshot keeps changed since the one before. */
  snapshot: WorkspaceSnapshot | null;
}

export interface ExecuteOptions {
  /** Aborting cancels the call: TERM, then KILL after 2 s, to everything that it started. */
  signal?: AbortSignal;
  /** Output as it comes, in order and without gap or repeat, also after a reconnect. Shown, never stored. */
  onOutput?: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;
}

/** One live sandbox. Every method rejects with a `ProblemError` where the target cannot be reached in time. */
export interface Sandbox {
  readonly id: string;
  readonly facts: TargetFacts;
  readonly isolation: Isolation;
  /** Whether what runs in it can reach a network. */
  readonly network: boolean;
  /** The workspace's absolute path as commands in the sandbox see it. */
  readonly workspacePath: string;
  /**
   * Runs a call once. A second call with the same id attaches to the first, or gives its stored result.
   * Rejects with `SandboxGoneError` where the sandbox itself is no more.
   */
  execute(callId: string, operation: Operation, options?: ExecuteOptions): Promise<CallResult>;
  /** Copies bytes to a path inside the sandbox, whole or not at all. */
  upload(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Reads a whole file out of the sandbox, at most `maxBytes`. */
  download(path: string, maxBytes: number): AsyncIterable<Uint8Array>;
  /** Ends every process and removes every file. Idempotent. */
  destroy(): Promise<void>;
  /** Lets go of the connection; the sandbox lives on. */
  detach(): Promise<void>;
}

/** The sandbox is no more: its process, its folder or its boot of the machine is gone. */
export class SandboxGoneError extends Error {
  constructor(sandboxId: string, reason: string) {
    super(`sandbox ${sandboxId} is gone: ${reason}`);
    this.name = 'SandboxGoneError';
  }
}

/** The target did not answer, or stopped answering. Another attempt makes sense, unlike with other problems. */
export class UnreachableError extends ProblemError {
  override readonly name = 'UnreachableError';
}

/** A place where sandboxes are made. */
export interface Target {
  readonly id: string;
  /** What is there, and what is missing with the line that installs it. */
  probe(signal?: AbortSignal): Promise<TargetReport>;
  /**
   * Makes a sandbox with an empty workspace, or with the files of another one in which nobody is at work. The same id again
   * attaches to the one that is there. `network`: it has the machine's network until `cutNetwork`.
   */
  provision(
    sandboxId: string,
    options: { role: 'worker' | 'gate'; network?: boolean; copyOf?: string; signal?: AbortSignal },
  ): Promise<Sandbox>;
  /** Ends everything in the sandbox; whoever provisions it again finds its files, and no network. What was connected to it is let go. */
  cutNetwork(sandboxId: string, signal?: AbortSignal): Promise<void>;
  /** A sandbox made earlier, perhaps by a process that is dead; undefined where it is no more. */
  attach(sandboxId: string, signal?: AbortSignal): Promise<Sandbox | undefined>;
  /** Ids of the sandboxes that this installation of Drover made here and did not destroy. */
  list(signal?: AbortSignal): Promise<string[]>;
  /** Removes a sandbox by id, whether or not it still runs. Idempotent. */
  destroy(sandboxId: string): Promise<void>;
  /** Closes connections. Sandboxes live on. */
  close(): Promise<void>;
}

export interface TargetReport {
  facts: TargetFacts;
  /** What dispatch would refuse, each with the line that mends it. Empty: ready. */
  missing: { what: string; install: string }[];
  isolation: Isolation;
  /** Round trip of one no-op, in ms. */
  latencyMs: number;
}
