/** Calls from the window about forks and where they part. */
import type { Drover } from '../app/drover.ts';
import type { Handlers } from '../ipc/register.ts';
import { compareSessions } from '../sessions/compare.ts';
import { createLineage } from '../sessions/lineage.ts';

type Channels = 'session.fork' | 'session.compare' | 'sessions.lineage';

export function forkHandlers({ fork, log }: Pick<Drover, 'fork' | 'log'>): Pick<Handlers, Channels> {
  return {
    'session.fork': async ({ session, seq, changes }) => ({ session: await fork(session, seq, changes) }),
    'session.compare': ({ a, b }) => compareSessions(log, a, b),
    'sessions.lineage': createLineage(log),
  };
}
