import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { lastOffset, offsetOf, scrollTopOf, showing, type Extent } from './scrolling.ts';

interface RowScroll {
  scroller: RefObject<HTMLElement | null>;
  rows: number;
  /** The row to bring into sight, and what for: it is brought once for each occasion. */
  target: number;
  occasion: string;
  /** The user's hand scrolled away from the end. */
  onAway: () => void;
}

/** The scroll bar follows this long, in ms, after the rows: to move it is to lay out the page. */
const BAR_MS = 80;

/**
 * Where the list is, in px of all its rows, however many they are. The rows stand in a window of their own that does not
 * scroll; the bar is moved after them, and moves them only where a hand moves it.
 */
export function useRowScroll({ scroller, rows, target, occasion, onAway }: RowScroll): { offset: number; height: number } {
  const [height, setHeight] = useState(600);
  const [offset, setOffset] = useState(0);
  const extent: Extent = { rows, height };
  const served = useRef('');
  const bar = useRef(0);

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
  }, [key, wanted, offset]);

  const now = useRef({ extent, offset: wanted, onAway });
  now.current = { extent, offset: wanted, onAway };

  useEffect(() => {
    const timer = setTimeout(() => {
      const element = scroller.current;
      if (element === null) return;
      bar.current = Math.round(scrollTopOf({ rows, height }, wanted));
      element.scrollTop = bar.current;
    }, BAR_MS);
    return () => clearTimeout(timer);
  }, [scroller, rows, height, wanted]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const go = (next: number, all: Extent = now.current.extent): void => {
      const { onAway: away } = now.current;
      const last = lastOffset(all);
      setOffset(Math.max(0, Math.min(last, next)));
      if (next < last - 4) away();
    };
    const scrolled = (): void => {
      // The bar came where it was put.
      if (Math.abs(element.scrollTop - bar.current) < 2) return;
      bar.current = element.scrollTop;
      // Where the list has just grown taller the browser itself moves the bar, before anybody is told of the new height.
      const all = { rows: now.current.extent.rows, height: element.clientHeight };
      go(offsetOf(all, element.scrollTop), all);
    };
    const wheel = (event: WheelEvent): void => {
      if (event.ctrlKey) return;
      event.preventDefault();
      go(now.current.offset + event.deltaY);
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    // Not passive: the rows go by themselves, and the bar after them.
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      element.removeEventListener('scroll', scrolled);
      element.removeEventListener('wheel', wheel);
    };
  }, [scroller]);

  return { offset: wanted, height };
}
