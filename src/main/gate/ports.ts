/** What the gate is given, and what it needs of the world. */
import type { AskJudge, CapturePattern, Changes } from '../../shared/check-criterion.ts';
import type { BodyOf } from '../../shared/events.ts';
import type { JudgePorts } from '../../shared/judge-call.ts';
import type { Sandbox, Target } from '../../shared/sandbox.ts';
import type { Spec } from '../../shared/spec.ts';
import type { TreeChange, TreeEdit, TreeLeaf } from '../../shared/tree-change.ts';

/** A patch, named by two commits, and a spec. Nothing the worker said reaches the gate. */
export interface Judgment {
  session: string;
  /** Id of `verdict.started`. It names the gate's sandboxes and calls: the same again collects what a dead gate began. */
  prefix: string;
  root: string;
  base: string;
  commit: string;
  spec: Spec;
  target: string;
}

interface Job {
  root: string;
  prefix: string;
  signal: AbortSignal;
}

export interface GateWorkspace {
  /** A fresh checkout of the base, with no history beyond it. */
  checkout(sandbox: Sandbox, job: Job & { session: string; commit: string }): Promise<void>;
  /** What the patch changes, for people and for criteria. */
  diff(job: { root: string; base: string; commit: string }): Promise<Changes>;
  /** The same, file by file, without renames. */
  changes(job: { root: string; base: string; commit: string; signal: AbortSignal }): Promise<TreeChange[]>;
  /** A file of at most 1 MB as text; null: larger, or not there. */
  readText(job: { root: string; leaf: TreeLeaf }): Promise<string | null>;
  /** The commit's tree with the edits done to it, as a sandbox gets it, and every path in it. */
  judgedTree(job: {
    root: string;
    commit: string;
    edits: readonly TreeEdit[];
    signal: AbortSignal;
  }): Promise<{ tree: string; paths: string[] }>;
  /** The ids of a tree's files by their names' bytes as latin1. */
  treeFiles(job: { root: string; tree: string; signal: AbortSignal }): Promise<Map<string, string>>;
  /** The base's tree as a sandbox gets it. */
  baseTree(job: { root: string; base: string; signal: AbortSignal }): Promise<string>;
  /** The whole tree after the patch to `tree`, or why it does not apply. */
  applyPatch(
    sandbox: Sandbox,
    job: Job & { base: string; tree: string },
  ): Promise<{ ok: true; tree: string } | { ok: false; reason: string }>;
  /** Writes files of a tree into the sandbox; `mode` is octal. */
  putBack(sandbox: Sandbox, job: Job & { files: readonly { path: string; mode: string; id: string }[] }): Promise<void>;
}

export interface GatePorts extends JudgePorts {
  ask: AskJudge | null;
  capture: CapturePattern;
  target(id: string): Promise<Target>;
  workspace: GateWorkspace;
}

export type Verdict = Omit<BodyOf<'verdict.ended'>, 'type'>;
