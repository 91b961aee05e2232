import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Watched } from '../../store/watched.ts';
import { chosenAxis } from './axis-choice.ts';
import { createSessionView, type SessionView } from './session-view.ts';

/**
 * Where one looks at the session, from when it is loaded until its screen is left: other tabs of the screen do not forget it.
 * `at`: the event to look at; without it the end, as it grows.
 */
export function useOpenedView(watched: Watched | null, at: number | undefined): SessionView | null {
  const newest = useRef(watched);
  const view = useRef<SessionView | null>(null);
  newest.current = watched ?? newest.current;
  if (watched !== null && view.current === null) {
    const first = watched;
    view.current = createSessionView(() => (newest.current ?? first).index, chosenAxis(), at);
  }
  // Before anything is painted: a cursor that follows stands at the newest event in the frame that shows it.
  useLayoutEffect(() => view.current?.grow(), [watched]);
  useEffect(() => {
    if (at !== undefined) view.current?.moveTo(at);
  }, [at]);
  return view.current;
}
