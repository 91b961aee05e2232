import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Nearer than this to the end, in px, is at the end. */
const AT_END = 24;
/** A scroll this soon after the user's hand, in ms, is the user's. */
const BY_HAND = 400;

interface Follow {
  following: boolean;
  /** Back to the end, and stay there. */
  follow: () => void;
  /** Stop following: the user went to a row. */
  leave: () => void;
}

/**
 * Keeps a scrolling element at its end while `height` grows, until the user scrolls away; scrolling back to the end
 * takes it up again. Scrolls that nobody's hand made (rows measured, rows added) change nothing.
 */
export function useFollow(element: RefObject<HTMLElement | null>, height: number): Follow {
  const [following, setFollowing] = useState(true);
  const hand = useRef(0);

  useEffect(() => {
    const scroller = element.current;
    if (scroller === null) return;
    const touched = (): void => {
      hand.current = performance.now();
    };
    const scrolled = (): void => {
      if (performance.now() - hand.current > BY_HAND) return;
      setFollowing(scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < AT_END);
    };
    const byHand = ['wheel', 'touchmove', 'pointerdown', 'pointermove', 'keydown'] as const;
    for (const name of byHand) scroller.addEventListener(name, touched, { passive: true });
    scroller.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      for (const name of byHand) scroller.removeEventListener(name, touched);
      scroller.removeEventListener('scroll', scrolled);
    };
  }, [element]);

  useLayoutEffect(() => {
    if (following && element.current !== null) element.current.scrollTop = element.current.scrollHeight;
  }, [following, height, element]);

  return { following, follow: useCallback(() => setFollowing(true), []), leave: useCallback(() => setFollowing(false), []) };
}
