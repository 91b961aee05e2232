/** What the window asks of pull requests. */
import type { Drover } from '../app/drover.ts';
import type { Handlers } from '../ipc/register.ts';

type Channels = 'pullRequest.ready' | 'pullRequest.open';

export function pullRequestHandlers(drover: Drover): Pick<Handlers, Channels> {
  return {
    'pullRequest.ready': ({ session }) => drover.pullRequestReady(session),
    'pullRequest.open': async ({ session, ...wanted }) => ({ url: await drover.openPullRequest(session, wanted) }),
  };
}
