/** Where one looks at a session: the event under the cursor, the part that the strip shows, what is folded and filtered. */
import { createContext, use } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SessionIndex } from '../../../shared/columns/session-index.ts';
import type { Axis } from '../../../shared/columns/spans.ts';
import { nextFailure, nextHit, nextTurn } from './jumps.ts';
import { wholeOf, type View } from '../../../shared/columns/view.ts';
import { placeOf, regrown, revealing } from './strip/axis.ts';

export interface ViewState {
  /** Position of the event under the cursor, from 1; 0 where the session has none. */
  cursor: number;
  /** The cursor stays at the newest event. */
  following: boolean;
  axis: Axis;
  shown: View;
  /** All there was when `shown` was made. */
  whole: View;
  /** Numbers of turns of which the list shows the head alone. */
  folded: ReadonlySet<number>;
  /** Events that the filter found, ascending; null: there is no filter. */
  hits: Int32Array | null;
}

export interface SessionView {
  store: StoreApi<ViewState>;
  /** The session as it is now. */
  index(): SessionIndex;
  /** To an event; the cursor stays there. */
  moveTo(seq: number): void;
  step(by: number): void;
  stepTurn(direction: 1 | -1): void;
  stepFailure(direction: 1 | -1): void;
  stepHit(direction: 1 | -1): void;
  follow(following: boolean): void;
  show(view: View): void;
  setAxis(axis: Axis): void;
  fold(turn: number): void;
  setHits(hits: Int32Array | null): void;
  /** The session has more events than before. */
  grow(): void;
}

export function createSessionView(index: () => SessionIndex, axis: Axis, at: number | undefined): SessionView {
  const whole = wholeOf(index().columns, axis);
  const store = createStore<ViewState>(() => ({
    cursor: Math.min(at ?? Infinity, index().length),
    following: at === undefined,
    axis,
    shown: whole,
    whole,
    folded: new Set(),
    hits: null,
  }));

  function moveTo(seq: number): void {
    const { columns, length } = index();
    if (length === 0) return;
    const cursor = Math.max(1, Math.min(length, Math.round(seq)));
    store.setState(({ axis: now, shown, whole: all }) => ({
      cursor,
      following: false,
      shown: revealing(shown, all, placeOf(columns, now, cursor - 1)),
    }));
  }
  const jump = (seq: number | null): void => {
    if (seq !== null) moveTo(seq);
  };

  return {
    store,
    index,
    moveTo,
    step: (by) => moveTo(store.getState().cursor + by),
    stepTurn: (direction) => jump(nextTurn(index(), store.getState().cursor, direction)),
    stepFailure: (direction) => jump(nextFailure(index(), store.getState().cursor, direction)),
    stepHit: (direction) => jump(nextHit(store.getState().hits, store.getState().cursor, direction)),
    follow: (following) =>
      store.setState(({ shown, whole: all, axis: now }) => {
        if (!following) return { following };
        const { columns, length } = index();
        return { following, cursor: length, shown: length === 0 ? shown : revealing(shown, all, placeOf(columns, now, length - 1)) };
      }),
    show: (shown) => store.setState({ shown }),
    setAxis(next) {
      const all = wholeOf(index().columns, next);
      store.setState({ axis: next, shown: all, whole: all });
    },
    fold: (turn) =>
      store.setState(({ folded }) => {
        const next = new Set(folded);
        if (!next.delete(turn)) next.add(turn);
        return { folded: next };
      }),
    setHits: (hits) => store.setState({ hits }),
    grow: () =>
      store.setState(({ cursor, following, axis: now, shown, whole: before }) => {
        const after = wholeOf(index().columns, now);
        return { whole: after, shown: regrown(shown, before, after), cursor: following || cursor === 0 ? index().length : cursor };
      }),
  };
}

export const SessionViewContext = createContext<SessionView | null>(null);

export function useSessionView(): SessionView {
  const view = use(SessionViewContext);
  if (view === null) throw new Error('no session view above this component');
  return view;
}

/** A part of the view; the component draws again only when that part changes. */
export function useViewState<T>(select: (state: ViewState) => T): T {
  return useStore(useSessionView().store, select);
}
