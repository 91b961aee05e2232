/** Which of a session's files are on the desktop, which are in its sandbox alone, and which went with a sandbox. Pure. */
import type { BodyOf, SessionEvent } from './events.ts';

export type SnapshotAt = BodyOf<'workspace.snapshot'> & { seq: number };
export type CollectedSnapshot = SnapshotAt & { commit: string };

export interface WorkspaceState {
  /** The newest whose objects are on the desktop. */
  snapshot: CollectedSnapshot | null;
  /** Oldest first: their objects are in the live sandbox alone. */
  uncollected: SnapshotAt[];
  /** Newer than `snapshot`, and gone with their sandbox: what a new sandbox lacks. */
  missing: SnapshotAt[];
  /** The worker's newest own commit that is on the desktop. */
  ownHead: string | null;
}

export const noWorkspace: WorkspaceState = { snapshot: null, uncollected: [], missing: [], ownHead: null };

export function foldSnapshot(held: WorkspaceState, event: Extract<SessionEvent, { type: 'workspace.snapshot' }>): WorkspaceState {
  const { id: _id, session: _session, processed_at: _at, ...snapshot } = event;
  const { commit } = snapshot;
  if (commit === null) return { ...held, uncollected: [...held.uncollected, snapshot] };
  const ownHead = snapshot.head ?? null;
  return {
    ...held,
    ownHead,
    snapshot: { ...snapshot, commit },
    uncollected: held.uncollected.filter(({ tree }) => tree !== snapshot.tree),
  };
}

export function foldCollected(held: WorkspaceState, { snapshots }: BodyOf<'workspace.collected'>): WorkspaceState {
  const commits = new Map(snapshots.map(({ tree, commit }) => [tree, commit]));
  let { snapshot } = held;
  const uncollected = held.uncollected.filter((waiting) => {
    const commit = commits.get(waiting.tree ?? '');
    if (commit === undefined) return true;
    if (waiting.seq > (snapshot?.seq ?? 0)) snapshot = { ...waiting, commit };
    return false;
  });
  return { ...held, snapshot, uncollected };
}

/** The sandbox is gone, with everything that was in it alone. */
export function foldGone(held: WorkspaceState): WorkspaceState {
  const since = held.snapshot?.seq ?? 0;
  return { ...held, missing: [...held.missing, ...held.uncollected.filter(({ seq }) => seq > since)], uncollected: [] };
}
