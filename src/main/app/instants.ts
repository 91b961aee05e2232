/** The workspace of a session as it stood after one of its events: for the screen, the command line and other agents. */
import type { SessionDiff } from '../../shared/diff.ts';
import type { EventType, SessionEvent } from '../../shared/events.ts';
import type { SessionState } from '../../shared/fold.ts';
import type { FilesView, FileView } from '../../shared/instant.ts';
import type { Workspaces } from '../workspace/workspaces.ts';

export interface InstantPorts {
  log: {
    getEvents(session: string, slice: { from: number; types: readonly EventType[] }): SessionEvent[];
    stateAt(session: string, seq: number): SessionState;
  };
  workspaces: Pick<Workspaces, 'filesAt' | 'fileAt' | 'diff' | 'commitOf' | 'holds'>;
}

export interface Instants {
  filesAt(session: string, seq: number): Promise<FilesView>;
  /** `missing` also where the files of that instant are not here. */
  fileAt(session: string, seq: number, path: string): Promise<FileView>;
  /** Against the base commit, or the snapshot before; null where one side is not here. */
  changesAt(session: string, seq: number, since: 'base' | 'before'): Promise<SessionDiff | null>;
}

/** What is known of the files of an instant: where they are named, and the commit where they are here. */
interface Found {
  root: string;
  base: string;
  /** 0: the base itself. */
  snapshotSeq: number;
  commit: string | null;
  leftOut: string[];
  /** The sandbox that wrote them down. */
  sandbox: SessionState['sandbox'];
}

const KEPT_DIFFS = 30;

export function createInstants({ log, workspaces }: InstantPorts): Instants {
  const diffs = new Map<string, Promise<SessionDiff>>();

  const find = async (session: string, seq: number): Promise<Found | null> => {
    const state = log.stateAt(session, seq);
    if (state.dispatch === null || state.imported !== null) return null;
    const { project, base } = state.dispatch;
    const place = { root: project.path, base: base.commit };
    if (!(await workspaces.holds({ root: place.root, commit: place.base }))) return null;
    const newest = [state.snapshot, ...state.uncollected, ...state.missing]
      .filter((one) => one !== null)
      .reduce<SessionState['uncollected'][number] | null>((a, b) => (a === null || b.seq > a.seq ? b : a), null);
    if (newest === null) return { ...place, snapshotSeq: 0, commit: place.base, leftOut: [], sandbox: null };
    const exact = newest.tree === null ? null : await workspaces.commitOf({ ...place, tree: newest.tree });
    const taken = newest.commit !== null && (await workspaces.holds({ root: place.root, commit: newest.commit })) ? newest.commit : null;
    return { ...place, snapshotSeq: newest.seq, commit: exact ?? taken, leftOut: newest.left_out, sandbox: state.sandbox };
  };

  const before = async (session: string, { snapshotSeq, base }: Found): Promise<string | null> =>
    snapshotSeq <= 1 ? base : ((await find(session, snapshotSeq - 1))?.commit ?? null);

  /** Whether the sandbox that has the files is gone, as far as the log of whoever had it goes. */
  const isLost = (session: string, { sandbox, snapshotSeq }: Found): boolean => {
    if (sandbox === null) return true;
    const ends = log.getEvents(session, { from: snapshotSeq + 1, types: ['sandbox.lost', 'sandbox.destroyed', 'sandbox.provisioned'] });
    return sandbox.state !== 'live' || ends.length > 0;
  };

  return {
    async filesAt(session, seq) {
      const found = await find(session, seq);
      if (found === null) return { seq, snapshotSeq: 0, state: 'lost', entries: [], truncated: false, leftOut: [] };
      const { commit, snapshotSeq, leftOut } = found;
      const files =
        commit === null
          ? null
          : await workspaces.filesAt({ root: found.root, base: found.base, before: await before(session, found), commit });
      if (files !== null) return { seq, snapshotSeq, state: 'here', ...files, leftOut };
      return { seq, snapshotSeq, state: isLost(session, found) ? 'lost' : 'waiting', entries: [], truncated: false, leftOut };
    },
    async fileAt(session, seq, path) {
      const found = await find(session, seq);
      if (found === null || found.commit === null) return { kind: 'missing', path };
      return workspaces.fileAt({ root: found.root, commit: found.commit, path });
    },
    async changesAt(session, seq, since) {
      const found = await find(session, seq);
      const from = found === null ? null : since === 'base' ? found.base : await before(session, found);
      if (found === null || found.commit === null || from === null) return null;
      const key = `${found.root} ${from} ${found.commit}`;
      const diff = diffs.get(key) ?? workspaces.diff({ root: found.root, base: from, commit: found.commit });
      diffs.delete(key);
      diffs.set(key, diff);
      diff.catch(() => diffs.delete(key));
      for (const oldest of diffs.keys()) if (diffs.size > KEPT_DIFFS) diffs.delete(oldest);
      return diff;
    },
  };
}
