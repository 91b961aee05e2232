/** The files of two sessions against each other, and single files of any diff. What else is compared of them is counted from the log (`session.compare`). */
import { ProblemError } from '../../shared/problem.ts';
import type { Drover } from '../app/drover.ts';
import type { Handlers } from '../ipc/register.ts';

export function comparisonHandlers({
  board,
  workspaces,
}: Pick<Drover, 'board' | 'workspaces'>): Pick<Handlers, 'compare.diff' | 'diff.file'> {
  const newest = (session: string): { root: string; commit: string } | null => {
    const { dispatch, snapshot } = board.state(session);
    return dispatch === null || snapshot === null ? null : { root: dispatch.project.path, commit: snapshot.commit };
  };
  return {
    'compare.diff': async ({ a, b }) => {
      const [from, to] = [newest(a), newest(b)];
      // Two projects have nothing to do with each other, and each has a store of its own.
      if (from === null || to === null || from.root !== to.root) return null;
      return workspaces.diff({ root: from.root, base: from.commit, commit: to.commit });
    },
    'diff.file': async ({ session, base, commit, path, oldPath, from }) => {
      const { dispatch } = board.state(session);
      if (dispatch === null) throw new ProblemError({ what: 'There is no such session', where: session, todo: 'Open it from the board.' });
      const paths = oldPath === null ? [path] : [oldPath, path];
      return workspaces.patchPiece({ root: dispatch.project.path, base, commit, paths, from });
    },
  };
}
