import { createHash } from 'node:crypto';
import type { Sandbox } from '../../shared/sandbox.ts';

/**
 * Where Drover keeps its own files in a sandbox. What grows with the project is on the workspace's disk, for `/tmp` may be
 * a small one in memory; the rest is there beside each other under one name, so that no folder must be made first.
 */
export interface Scratch {
  /**
   * A bare repository of ours. Within the worker's `.git`, where neither git nor a snapshot looks, and nothing of that
   * repository is used: a worker that removes it costs a new upload of the base.
   */
  gitDir: string;
  /** The same where the worker's `.git` is no folder any more. */
  spareGitDir: string;
  /** The pack to begin with, in a workspace that nobody works in yet. */
  seed: string;
  /** Its index. */
  seedIndex: string;
  /** The base's pack, where our repository must be made again. */
  reseed: string;
  /** What git does not keep of a snapshot's files, for the seed to put back. */
  extras: string;
  /** Says what was seeded; written last. */
  marker: string;
  /** The same of what `setup` of a spec is run on, before the seed itself. */
  markerBefore: string;
  /** Working files of one script, by the prefix of their names. */
  work: string;
  /** How the names of everything that calls leave begin. */
  oldOut: string;
  /** What a call leaves for the desktop to fetch: a name of its own, so that a repeated call finds its own file. */
  out(callId: string, what: 'pack' | 'left' | 'patch'): string;
}

export function scratchOf(sandbox: Sandbox): Scratch {
  const id = sandbox.id.replaceAll(/[^A-Za-z0-9_-]/g, '-');
  const base = `/tmp/drover-${id}`;
  const short = (callId: string): string => createHash('sha256').update(callId).digest('hex').slice(0, 16);
  return {
    gitDir: `${sandbox.workspacePath}/.git/drover`,
    spareGitDir: `${base}.git`,
    seed: `${sandbox.workspacePath}/.drover-seed-${id}`,
    seedIndex: `${sandbox.workspacePath}/.drover-seed-${id}.idx`,
    reseed: `${base}.seed`,
    extras: `${base}.extras`,
    marker: `${base}.seeded`,
    markerBefore: `${base}.before-setup`,
    work: `${base}.work`,
    oldOut: `${base}.out-`,
    out: (callId, what) => `${base}.out-${short(callId)}.${what}`,
  };
}
