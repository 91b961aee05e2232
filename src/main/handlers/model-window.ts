/** Calls about the model's window: what was in it, and that a compaction be undone. */
import { ProblemError } from '../../shared/problem.ts';
import type { Drover } from '../app/drover.ts';
import { windowAt } from '../harness/saw.ts';
import type { Handlers } from '../ipc/register.ts';
import { appendAsUser } from '../sessions/append-as-user.ts';

export function windowHandlers({ log }: Pick<Drover, 'log'>): Pick<Handlers, 'session.saw' | 'session.restore'> {
  return {
    'session.saw': ({ session, seq }) => windowAt(log, session, log.stateAt(session, seq)),
    'session.restore': async ({ session, compaction }) => {
      const { compactions } = log.stateAt(session);
      if (!compactions.some(({ id }) => id === compaction)) {
        throw new ProblemError({
          what: 'This compaction does not hold any more',
          where: `session ${session}`,
          todo: 'Choose one that is in force: the newest events say which.',
        });
      }
      await appendAsUser(log, session, [{ type: 'context.restored', compaction_id: compaction }]);
      return null;
    },
  };
}
