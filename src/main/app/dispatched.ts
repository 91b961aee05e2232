import type { Dispatch } from '../../shared/events.ts';
import type { SessionState } from '../../shared/fold.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Board } from '../sessions/board.ts';

/** Throws a `ProblemError` where there is no such session. */
export function dispatched(board: Pick<Board, 'state'>, session: string): { state: SessionState; dispatch: Dispatch } {
  const state = board.state(session);
  if (state.dispatch !== null) return { state, dispatch: state.dispatch };
  throw new ProblemError({ what: 'There is no such session', where: session, todo: 'Open it from the board.' });
}
