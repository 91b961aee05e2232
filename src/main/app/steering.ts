/** What the user does to a session that is there: stop it, and let it go on. */
import type { Budget } from '../../shared/spec.ts';
import type { Log } from '../log/log.ts';
import { appendAsUser } from '../sessions/append-as-user.ts';
import type { Board } from '../sessions/board.ts';
import { continueEvents } from '../sessions/dispatch.ts';
import { dispatched, steered } from './dispatched.ts';

export interface Steering {
  stop(session: string): Promise<null>;
  continue(session: string, message?: string, budget?: Budget): Promise<null>;
}

export function createSteering({ log, board, wake }: { log: Log; board: Board; wake(session: string): void }): Steering {
  return {
    async stop(session) {
      if (dispatched(board, session).state.status !== 'idle') {
        await appendAsUser(log, session, [{ type: 'user.interrupt' }]);
        wake(session);
      }
      return null;
    },
    async continue(session, message, budget) {
      const events = continueEvents(session, steered(board, session).state, message, budget);
      if (events.length > 0) await appendAsUser(log, session, events);
      wake(session);
      return null;
    },
  };
}
