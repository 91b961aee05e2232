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

/** As `dispatched`; an arm of a trial is refused too: it is over when it rests, and its verdict is evidence. */
export function steered(board: Pick<Board, 'state'>, session: string): ReturnType<typeof dispatched> {
  const found = dispatched(board, session);
  if (found.dispatch.trial === undefined) return found;
  const todo = 'Go on with it in a new session: a fork is a session of its own.';
  throw new ProblemError({
    what: 'This is a run of a trial, and nobody decides on it or goes on with it',
    where: found.dispatch.title,
    todo,
  });
}
