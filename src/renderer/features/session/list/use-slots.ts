import { useRef } from 'react';

/**
 * Which elements show a place of the list. A row keeps its elements while it scrolls through; where the list leaps, each
 * position in sight keeps its own, so that words change and nothing is made or moved.
 */
export function useSlots(first: number, end: number): (place: number) => number {
  const held = useRef({ first: 0, end: 0, origin: 0, slots: 1 });
  const last = held.current;
  const slots = Math.max(1, end - first, last.slots);
  const leapt = slots !== last.slots || first >= last.end || end <= last.first;
  const origin = leapt ? first : last.origin;
  held.current = { first, end, origin, slots };
  return (place) => (((place - origin) % slots) + slots) % slots;
}
