import type { RefObject } from 'react';
import { useKeys } from '../../app/use-keys.ts';
import type { SessionView } from './session-view.ts';

/** The keys of the session's screen; `/` goes to the filter. */
export function useSessionKeys(view: SessionView, filter: RefObject<HTMLInputElement | null>): void {
  const { store } = view;
  const stepRow = (direction: 1 | -1): void => {
    const { rows } = view.index();
    const next = rows.of.at(store.getState().cursor - 1) + direction;
    if (next >= 0 && next < rows.length) view.moveTo(rows.heads.at(next) + 1);
  };
  useKeys({
    ArrowLeft: () => view.step(-1),
    ArrowRight: () => view.step(1),
    'shift+ArrowLeft': () => view.stepTurn(-1),
    'shift+ArrowRight': () => view.stepTurn(1),
    'mod+ArrowLeft': () => view.step(-10),
    'mod+ArrowRight': () => view.step(10),
    Home: () => view.moveTo(1),
    End: () => view.follow(true),
    j: () => stepRow(1),
    k: () => stepRow(-1),
    ArrowDown: () => stepRow(1),
    ArrowUp: () => stepRow(-1),
    '[': () => view.stepFailure(-1),
    ']': () => view.stepFailure(1),
    ' ': () => view.follow(!store.getState().following),
    '/': () => filter.current?.select(),
    Enter: () => (store.getState().hits === null ? foldAtCursor(view) : view.stepHit(1)),
    'shift+Enter': () => view.stepHit(-1),
  });
}

/** Where the cursor is at the head of a turn, its rows go or come. */
function foldAtCursor(view: SessionView): void {
  const { rows } = view.index();
  const row = rows.of.at(view.store.getState().cursor - 1);
  if (rows.isTurn(row)) view.fold(rows.turns.at(row));
}
