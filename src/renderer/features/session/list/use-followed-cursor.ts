import { useLayoutEffect, useState } from 'react';
import { useSessionView } from '../session-view.ts';

/** A leap of more events than this leaves nothing of what is in sight. */
const LEAP = 200;
/** While the cursor leaps, the list follows this often, in ms: forty new lines are more than one reads in a frame. */
const FOLLOW_MS = 50;

/** The cursor as the list shows it: at once where it steps, and somewhat behind while it flies. */
export function useFollowedCursor(): number {
  const { store } = useSessionView();
  const [followed, setFollowed] = useState(() => store.getState().cursor);
  useLayoutEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let taken = store.getState().cursor;
    let leapt = 0;
    setFollowed(taken);
    function take(): void {
      const { cursor } = store.getState();
      if (Math.abs(cursor - taken) > LEAP) leapt = performance.now();
      taken = cursor;
      setFollowed(cursor);
    }
    const end = store.subscribe(({ cursor }) => {
      clearTimeout(timer);
      if (cursor === taken) return;
      const wait = Math.abs(cursor - taken) > LEAP ? leapt + FOLLOW_MS - performance.now() : 0;
      // Within the frame that moved it: from a timer the page would be laid out once more.
      if (wait <= 0) take();
      else timer = setTimeout(take, wait);
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [store]);
  return followed;
}
