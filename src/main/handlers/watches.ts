/** Sessions that the window looks at: their events and what streams are pushed to it. */
import type { SessionEvent } from '../../shared/events.ts';
import type { Drover } from '../app/drover.ts';
import type { Handlers } from '../ipc/register.ts';
import type { Shell } from './shell.ts';

export function watchHandlers(drover: Drover, shell: Pick<Shell, 'push'>): Pick<Handlers, 'session.watch' | 'session.unwatch'> {
  const watches = new Map<string, AbortController>();
  drover.onDelta((session, delta) => {
    if (watches.has(session)) shell.push({ kind: 'delta', session, source: delta.kind, text: delta.text });
  });
  const unwatch = (session: string): void => {
    watches.get(session)?.abort();
    watches.delete(session);
  };
  return {
    'session.watch': ({ session, from }) => {
      unwatch(session);
      const watch = new AbortController();
      watches.set(session, watch);
      void pushEvents(drover.log.subscribe(session, from, watch.signal), (events) => shell.push({ kind: 'events', session, events }));
      return null;
    },
    'session.unwatch': ({ session }) => {
      unwatch(session);
      return null;
    },
  };
}

/** Events of one log commit arrive together: they are pushed together, so that the window draws once. */
async function pushEvents(events: AsyncIterable<SessionEvent>, push: (batch: SessionEvent[]) => void): Promise<void> {
  let batch: SessionEvent[] = [];
  for await (const event of events) {
    batch.push(event);
    if (batch.length > 1) continue;
    setImmediate(() => {
      const whole = batch;
      batch = [];
      push(whole);
    });
  }
}
