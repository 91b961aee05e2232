import { useLayoutEffect, useState, type RefObject } from 'react';

/** The width of a character in px; `sample` is an element with 100 of them. */
export function useCharacterWidth(sample: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(7.5);
  useLayoutEffect(() => {
    const measured = (sample.current?.getBoundingClientRect().width ?? 0) / 100;
    if (measured > 0) setWidth(measured);
  }, [sample]);
  return width;
}
