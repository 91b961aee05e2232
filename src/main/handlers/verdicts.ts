/** What the user makes of what came of a session. */
import type { Drover } from '../app/drover.ts';
import type { Handlers } from '../ipc/register.ts';

type Channels = 'session.diff' | 'verdict.commits' | 'verdict.accept' | 'verdict.reject' | 'verdict.sendBack';

export function verdictHandlers(drover: Drover): Pick<Handlers, Channels> {
  return {
    'session.diff': ({ session }) => drover.diff(session),
    'verdict.commits': ({ session }) => drover.commits(session),
    'verdict.accept': ({ session, branch, message, commits }) => drover.accept(session, branch, message, commits),
    'verdict.reject': ({ session, reason }) => drover.reject(session, reason),
    'verdict.sendBack': ({ session, message, comments }) => drover.sendBack(session, message, comments),
  };
}
