/** The way of an accepted branch to a pull request. */
import { ProblemError } from '../../shared/problem.ts';
import type { Log } from '../log/log.ts';
import { createGh } from '../pull-request/gh.ts';
import { createPullRequest, isReady, type Ready } from '../pull-request/pull-request.ts';
import { appendAsUser } from '../sessions/append-as-user.ts';
import type { Board } from '../sessions/board.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import { dispatched } from './dispatched.ts';

export interface PullRequests {
  pullRequestReady(session: string): Promise<{ ready: true; repository: string; base: string } | { ready: false; reason: string }>;
  /** Pushes the accepted branch and opens it. Rejects with a `ProblemError`. @returns its address */
  openPullRequest(session: string, wanted: { title: string; body: string; base: string; draft: boolean }): Promise<string>;
}

/** @param environment gh is found on its PATH */
export function createPullRequests(
  { log, board, workspaces, mask }: { log: Log; board: Board; workspaces: Workspaces; mask(text: string): string },
  environment: NodeJS.ProcessEnv = process.env,
): PullRequests {
  const gh = createGh(environment);

  const look = async (session: string): Promise<{ root: string; ready: Ready }> => {
    const { root } = await workspaces.describeRepository(dispatched(board, session).dispatch.project.path);
    return { root, ready: await isReady(gh, { root, remotes: await workspaces.remotes(root) }) };
  };

  return {
    async pullRequestReady(session) {
      const { ready } = await look(session);
      return ready.ready ? { ready: true, repository: ready.repository, base: ready.base } : { ...ready, reason: mask(ready.reason) };
    },
    async openPullRequest(session, wanted) {
      const { state, dispatch } = dispatched(board, session);
      if (state.decision?.kind !== 'accepted') {
        const todo = 'Accept the verdict first: that makes the branch.';
        throw new ProblemError({ what: 'There is no branch to open a pull request for', where: dispatch.title, todo });
      }
      if (state.pullRequest !== null) {
        throw new ProblemError({ what: 'There is a pull request already', where: state.pullRequest, todo: 'Change it in the browser.' });
      }
      const { branch } = state.decision;
      const { root, ready } = await look(session);
      if (!ready.ready)
        throw new ProblemError({ what: mask(ready.reason), where: root, todo: 'Then try again; the branch stays as it is.' });
      await workspaces.push({ root, remote: ready.remote, branch });
      const url = mask(await createPullRequest(gh, { ...wanted, root, repository: ready.repository, branch }));
      await appendAsUser(log, session, [{ type: 'verdict.pull_request', branch, url }]);
      return url;
    },
  };
}
