import { useEffect, useRef, type RefObject } from 'react';
import { useKeys } from '../../app/use-keys.ts';
import type { SessionView } from './session-view.ts';

/** The keys of the session's screen; `/` goes to the filter. A key that comes before all of the session is here waits for it. */
export function useSessionKeys(view: SessionView, filter: RefObject<HTMLInputElement | null>, ready: boolean): void {
  const waiting = useRef<(() => void)[]>([]);
  useEffect(() => {
    if (!ready) return;
    for (const key of waiting.current.splice(0)) key();
  }, [ready]);
  const once =
    (key: () => void): (() => void) =>
    () =>
      ready ? key() : void waiting.current.push(key);
  const { store } = view;
  const stepRow = (direction: 1 | -1): void => {
    const { rows } = view.index();
    const next = rows.of.at(store.getState().cursor - 1) + direction;
    if (next >= 0 && next < rows.length) view.moveTo(rows.heads.at(next) + 1);
  };
  useKeys({
    ArrowLeft: once(() => view.step(-1)),
    ArrowRight: once(() => view.step(1)),
    'shift+ArrowLeft': once(() => view.stepTurn(-1)),
    'shift+ArrowRight': once(() => view.stepTurn(1)),
    'mod+ArrowLeft': once(() => view.step(-10)),
    'mod+ArrowRight': once(() => view.step(10)),
    Home: once(() => view.moveTo(1)),
    End: once(() => view.follow(true)),
    j: once(() => stepRow(1)),
    k: once(() => stepRow(-1)),
    ArrowDown: once(() => stepRow(1)),
    ArrowUp: once(() => stepRow(-1)),
    '[': once(() => view.stepFailure(-1)),
    ']': once(() => view.stepFailure(1)),
    ' ': once(() => view.follow(!store.getState().following)),
    '/': () => filter.current?.select(),
    Enter: once(() => (store.getState().hits === null ? foldAtCursor(view) : view.stepHit(1))),
    'shift+Enter': once(() => view.stepHit(-1)),
  });
}

/** Where the cursor is at the head of a turn, its rows go or come. */
function foldAtCursor(view: SessionView): void {
  const { rows } = view.index();
  const row = rows.of.at(view.store.getState().cursor - 1);
  if (rows.isTurn(row)) view.fold(rows.turns.at(row));
}
