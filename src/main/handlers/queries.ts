/** Calls from the window that are answered from what is derived from the log. */
import type { Drover } from '../app/drover.ts';
import type { Handlers } from '../ipc/register.ts';

type Channels = 'session.skeleton' | 'session.outline' | 'session.at' | 'session.find' | 'search';

export function queryHandlers({ log }: Pick<Drover, 'log'>): Pick<Handlers, Channels> {
  return {
    'session.skeleton': ({ session, from, to }) => log.skeleton(session, from, to),
    'session.outline': ({ session }) => log.outline(session),
    'session.at': ({ session, seq }) => log.stateAt(session, seq),
    'session.find': ({ session, query }) => log.find(session, query),
    search: ({ query, after, limit }) => log.search(query, { after, limit }),
  };
}
