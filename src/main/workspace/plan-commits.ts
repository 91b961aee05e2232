/** Which commits an accepted verdict becomes. The last one's tree is exactly the judged one. */
import type { TreeEdit } from '../../shared/tree-change.ts';
import { ownCommits } from './own-commits.ts';
import { fullTree } from './shown.ts';
import { treeOf, type Place } from './store.ts';
import { editTree, treeChanges } from './tree-changes.ts';

export interface PlannedCommit {
  tree: string;
  message: string;
}

export interface PlanJob {
  base: string;
  tree: string;
  message: string;
  /** The worker's own commits up to `head`, for the work that was judged as `checked`; null: one commit for all. */
  own: { head: string; checked: string } | null;
  signal?: AbortSignal | undefined;
}

/**
 * The worker's own commits have what the gate restored or dropped as the judged tree has it, and the base's `.drover/`; one
 * that changes nothing then is left out. What the worker did not commit is one more, under the user's message.
 */
export async function planCommits({ store, reader }: Place, { base, tree, message, own, signal }: PlanJob): Promise<PlannedCommit[]> {
  /** What the gate did to the work that was checked. */
  const editsOf = async (checked: string): Promise<TreeEdit[]> => {
    const changes = await treeChanges(store, reader, await treeOf(store, checked, signal), tree, signal);
    return changes.map(({ raw, now }) => ({ raw, put: now }));
  };
  const commits = own === null ? [] : ((await ownCommits(store, base, own.head, signal)) ?? []);
  const fullBase = await treeOf(store, base, signal);
  const edits = own === null || commits.length === 0 ? [] : await editsOf(own.checked);
  const planned: PlannedCommit[] = [];
  let before = fullBase;
  const add = (commit: PlannedCommit): void => {
    if (commit.tree !== before) planned.push(commit);
    before = commit.tree;
  };
  for (const commit of commits) {
    add({ tree: await fullTree(store, await editTree(store, commit.tree, edits, signal), fullBase, signal), message: commit.message });
  }
  // A verdict on no change at all is still a commit.
  if (before !== tree || planned.length === 0) planned.push({ tree, message });
  return planned;
}
