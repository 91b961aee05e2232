/** Several tries at one spec: as soon as one passes, the others are stopped where that was asked for. */
import { isNoTrial } from '../../shared/trial-session.ts';
import type { Log } from '../log/log.ts';
import { appendAsUser } from '../sessions/append-as-user.ts';
import type { Board } from '../sessions/board.ts';

/** Sessions of one dispatch are made within this, in ms. */
const TOGETHER_MS = 60_000;

/** Stops what a passed verdict makes needless. Repeatable: who rests already, or is asked to stop, is left alone. */
export type StopLosers = (winner: string) => Promise<void>;

export function createStopLosers({ log, board, wake }: { log: Log; board: Board; wake(session: string): void }): StopLosers {
  return async (winner) => {
    const { dispatch, verdict, createdAt } = board.state(winner);
    const attempt = dispatch?.attempt;
    if (attempt?.stop_losers !== true || verdict?.passed !== true) return;
    const isNear = (at: string): boolean => Math.abs(Date.parse(at) - Date.parse(createdAt)) < TOGETHER_MS;
    for (const { id } of log.sessions(isNoTrial).filter((session) => session.id !== winner && isNear(session.createdAt))) {
      const other = board.state(id);
      const isLoser = other.dispatch?.attempt?.group === attempt.group && other.verdict === null;
      if (!isLoser || other.status === 'idle' || other.interruptRequested) continue;
      const reason = `Attempt ${attempt.index} of ${attempt.of} passed its verdict first.`;
      await appendAsUser(log, id, [{ type: 'user.interrupt', reason }]);
      wake(id);
    }
  };
}
