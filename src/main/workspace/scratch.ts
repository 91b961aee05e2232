import { createHash } from 'node:crypto';
import type { Sandbox } from '../../shared/sandbox.ts';

/** Where Drover keeps its own files in a sandbox. Beside each other under one name, so that no folder must be made first. */
export interface Scratch {
  /** A bare repository of ours: snapshots never touch the worker's `.git`, nor does its absence matter. */
  gitDir: string;
  /** Objects to begin with, while they are unpacked. */
  seed: string;
  /** Says what was seeded; written last. */
  marker: string;
  /** Working files of one script, by the prefix of their names. */
  work: string;
  /** How the names of everything that calls leave begin. */
  oldOut: string;
  /** What a call leaves for the desktop to fetch: a name of its own, so that a repeated call finds its own file. */
  out(callId: string, what: 'pack' | 'left' | 'patch'): string;
}

export function scratchOf(sandbox: Sandbox): Scratch {
  const base = `/tmp/drover-${sandbox.id.replaceAll(/[^A-Za-z0-9_-]/g, '-')}`;
  const short = (callId: string): string => createHash('sha256').update(callId).digest('hex').slice(0, 16);
  return {
    gitDir: `${base}.git`,
    seed: `${base}.seed`,
    marker: `${base}.seeded`,
    work: `${base}.work`,
    oldOut: `${base}.out-`,
    out: (callId, what) => `${base}.out-${short(callId)}.${what}`,
  };
}
