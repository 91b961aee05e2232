/** What came of a session, and what the user makes of it. */
import type { SessionDiff } from '../../shared/diff.ts';
import type { SessionState } from '../../shared/fold.ts';
import type { WorkerCommit } from '../../shared/ipc-judgment.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { ReviewComment } from '../../shared/verdict.ts';
import type { Log } from '../log/log.ts';
import { appendAsUser } from '../sessions/append-as-user.ts';
import type { Board } from '../sessions/board.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import { dispatched, steered } from './dispatched.ts';

export interface Verdicts {
  /** From the base to the newest files that are here; null where there are none. */
  diff(session: string): Promise<SessionDiff | null>;
  /** The worker's own commits of what was checked, oldest first. */
  commits(session: string): Promise<WorkerCommit[]>;
  /** Makes a branch in the user's repository. Rejects with a `ProblemError` where there is nothing to accept. */
  accept(session: string, branch: string, message: string, commits?: 'one' | 'worker'): Promise<{ branch: string; commit: string }>;
  /** Also where the worker said that it cannot be done: then it closes the session. */
  reject(session: string, reason: string): Promise<null>;
  /** The remarks are the next iteration's instructions, and the session goes on. */
  sendBack(session: string, message: string, comments: readonly ReviewComment[]): Promise<null>;
}

interface VerdictPorts {
  log: Log;
  board: Board;
  workspaces: Workspaces;
  mask(text: string): string;
  wake(session: string): void;
}

export function createVerdicts({ log, board, workspaces, mask, wake }: VerdictPorts): Verdicts {
  return {
    async diff(session) {
      const { state, dispatch } = dispatched(board, session);
      if (state.snapshot === null) return null;
      // Once it is judged: what was judged, whatever the checks left behind.
      const commit = (state.verdict === null ? null : state.checked) ?? state.snapshot.commit;
      return workspaces.diff({ root: dispatch.project.path, base: dispatch.base.commit, commit });
    },
    async commits(session) {
      const { state, dispatch } = dispatched(board, session);
      if (state.checkedHead === null) return [];
      return workspaces.ownCommits({ root: dispatch.project.path, base: dispatch.base.commit, head: state.checkedHead });
    },
    async accept(session, branch, message, commits = 'one') {
      const { state, dispatch } = steered(board, session);
      if (state.verdict?.passed !== true || state.verdict.tree === null) {
        throw new ProblemError({
          what: 'Only a passed verdict can be accepted',
          where: dispatch.title,
          todo: 'Dispatch the spec again, or change it.',
        });
      }
      if (state.decision !== null) {
        throw new ProblemError({
          what: `This verdict was ${state.decision.kind} already`,
          where: dispatch.title,
          todo: 'Dispatch the spec again to get another.',
        });
      }
      const { tree } = state.verdict;
      const { checked, checkedHead: head } = state;
      const own = commits === 'worker' && head !== null && checked !== null ? { head, checked } : null;
      const place = { session, root: dispatch.project.path, base: dispatch.base.commit };
      const accepted = await workspaces.accept({ ...place, tree, branch, message, own });
      await appendAsUser(log, session, [{ type: 'verdict.accepted', ...accepted }]);
      return accepted;
    },
    async reject(session, reason) {
      const { state, dispatch } = steered(board, session);
      if (!isOpen(state) || state.decision !== null) {
        throw new ProblemError({
          what: 'There is no open verdict to reject',
          where: dispatch.title,
          todo: 'Wait for the verdict, or dispatch the spec again.',
        });
      }
      await appendAsUser(log, session, [{ type: 'verdict.rejected', reason }]);
      return null;
    },
    async sendBack(session, message, comments) {
      const { state, dispatch } = steered(board, session);
      if (!isOpen(state)) {
        throw new ProblemError({ what: 'There is no verdict to send back', where: dispatch.title, todo: 'Wait for the verdict.' });
      }
      if (state.decision?.kind === 'accepted') {
        const todo = 'Rewind the session to its verdict and go on from there, or dispatch the spec again.';
        throw new ProblemError({ what: 'This verdict was accepted already', where: `branch ${state.decision.branch}`, todo });
      }
      if (message.trim() === '' && comments.length === 0) {
        const todo = 'Write what the worker is to do, or comment on a line of the diff.';
        throw new ProblemError({ what: 'There is nothing to send back', where: dispatch.title, todo });
      }
      const masked = comments.map((comment) => ({ ...comment, quote: mask(comment.quote), text: mask(comment.text) }));
      await appendAsUser(log, session, [{ type: 'verdict.sent_back', message: mask(message.trim()), comments: masked }]);
      wake(session);
      return null;
    },
  };
}

/** Judged, or given up by the worker: the user decides. */
function isOpen({ verdict, evaluation }: SessionState): boolean {
  return verdict !== null || evaluation?.impossible === true;
}
