/** What the window asks of the log itself. */
import type { Drover } from '../app/drover.ts';
import type { Handlers } from '../ipc/register.ts';

export function logHandlers({ log }: Drover): Pick<Handlers, 'session.event' | 'session.verify'> {
  return {
    'session.event': ({ id }) => log.getEvent(id) ?? null,
    'session.verify': ({ session }) => log.verifyGently(session),
  };
}
