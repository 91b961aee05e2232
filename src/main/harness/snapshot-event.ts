import type { NewEvent } from '../../shared/events.ts';
import type { WorkspaceSnapshot } from '../../shared/sandbox.ts';

/**
 * The workspace as a call left it, as an event that stands right before the call's result. Its objects are in the sandbox.
 * @param taken what each part of the call left, in order; null where a part changed nothing
 */
export function snapshotEvents(
  taken: readonly (WorkspaceSnapshot | null)[],
  toolUseId: string | null,
  mask: (text: string) => string,
): NewEvent[] {
  const changed = taken.filter((snapshot) => snapshot !== null);
  const newest = changed.at(-1);
  if (newest === undefined) return [];
  const paths = new Map(changed.flatMap((snapshot) => snapshot.paths).map((changedPath) => [changedPath.path, changedPath]));
  return [
    {
      type: 'workspace.snapshot',
      commit: null,
      collected: false,
      tree: newest.tree,
      extras: newest.extras,
      tool_use_id: toolUseId,
      files_changed: changed.length === 1 ? newest.changedFiles : Math.max(paths.size, newest.changedFiles),
      insertions: 0,
      deletions: 0,
      left_out: newest.leftOut.map(mask),
      paths: [...paths.values()].map(({ path, change }) => ({ path: mask(path), change })),
    },
  ];
}
