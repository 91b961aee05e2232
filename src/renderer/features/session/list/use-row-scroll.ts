import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { isScaled, lastOffset, offsetOf, scrollTopOf, showing, type Extent } from './scrolling.ts';

interface RowScroll {
  scroller: RefObject<HTMLElement | null>;
  rows: number;
  /** The row to bring into sight, and what for: it is brought once for each occasion. */
  target: number;
  occasion: string;
  /** The user's hand scrolled away from the end. */
  onAway: () => void;
}

/** A scroll this soon after the user's hand, in ms, is the user's. */
const BY_HAND = 400;

/** Where the list is, in px of all its rows, however many they are. */
export function useRowScroll({ scroller, rows, target, occasion, onAway }: RowScroll): {
  offset: number;
  scrollTop: number;
  height: number;
} {
  const [height, setHeight] = useState(600);
  const [offset, setOffset] = useState(0);
  const extent: Extent = { rows, height };
  const now = useRef({ extent, offset, onAway });
  now.current = { extent, offset, onAway };
  const served = useRef('');

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = (): void => setHeight(element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  // Where to be, decided while drawing, so that the frame that shows a new cursor shows its row.
  const key = `${occasion} ${height}`;
  const wanted = served.current !== key && target >= 0 ? showing(extent, offset, target) : Math.min(offset, lastOffset(extent));
  useLayoutEffect(() => {
    served.current = key;
    if (wanted !== offset) setOffset(wanted);
    const element = scroller.current;
    const top = scrollTopOf({ rows, height }, wanted);
    if (element !== null && Math.abs(element.scrollTop - top) >= 1) element.scrollTop = top;
  }, [key, wanted, offset, scroller, rows, height]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let hand = 0;
    const touched = (): void => {
      hand = performance.now();
    };
    const scrolled = (): void => {
      const { extent: all, offset: known, onAway: away } = now.current;
      // What this hook itself set comes back as it was set.
      if (Math.abs(element.scrollTop - scrollTopOf(all, known)) < 1) return;
      const next = offsetOf(all, element.scrollTop);
      setOffset(next);
      if (performance.now() - hand < BY_HAND && next < lastOffset(all) - 4) away();
    };
    const wheel = (event: WheelEvent): void => {
      touched();
      const { extent: all, offset: known, onAway: away } = now.current;
      if (!isScaled(all)) return;
      // A px of the bar is more than a px of rows here: the wheel goes by rows all the same.
      event.preventDefault();
      const next = Math.max(0, Math.min(lastOffset(all), known + event.deltaY));
      setOffset(next);
      if (next < lastOffset(all) - 4) away();
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('pointerdown', touched);
    element.addEventListener('pointermove', touched);
    return () => {
      element.removeEventListener('scroll', scrolled);
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('pointerdown', touched);
      element.removeEventListener('pointermove', touched);
    };
  }, [scroller]);

  return { offset: wanted, scrollTop: scrollTopOf(extent, wanted), height };
}
