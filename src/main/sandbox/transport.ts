/** How a target's machine is reached. Everything above it is the same for every target. */
import type { Duplex } from 'node:stream';

export interface ShellResult {
  /** Null where a signal ended it. */
  code: number | null;
  stdout: Buffer;
  stderr: string;
}

export interface ShellOptions {
  stdin?: Uint8Array;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
}

export interface Transport {
  /** For messages: `this computer`, or `user@host`. */
  readonly where: string;
  /** Drover's folder there: absolute, or below the user's home. */
  readonly root: string;
  /**
   * Runs a POSIX shell script with `$1`, `$2` …; runs it again where the connection broke, so it must bear that.
   * Rejects with `UnreachableError` or another `ProblemError`.
   */
  sh(script: string, args: string[], options: ShellOptions): Promise<ShellResult>;
  /** The stdin and stdout of a POSIX shell script, as one stream. Rejects like `sh`. */
  pipe(script: string, args: string[], signal: AbortSignal): Promise<Duplex>;
  /**
   * A stream to a Unix socket there. Rejects with `UnreachableError` where the machine cannot be reached, and with any
   * other error where it can, but nobody listens or the way is barred.
   */
  open(socket: string, signal: AbortSignal): Promise<Duplex>;
  close(): Promise<void>;
}
